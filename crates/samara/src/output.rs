//! What people read: results to standard output, everything else to standard error.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Writes a line to standard output. Where that cannot be written the process ends: because its
/// reader has gone away, quietly, as others do in a pipe; else as a failure, since a script would
/// take half an answer for the whole. A server that it is ends, too: what that has acknowledged is
/// on the disk.
#[expect(clippy::exit, reason = "there is nobody left to return to")]
pub(crate) fn line(text: &str) {
    /// What a shell shows for a process that SIGPIPE ended.
    const ENDED_BY_SIGPIPE: i32 = 141;
    match writeln!(std::io::stdout().lock(), "{text}") {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            std::process::exit(ENDED_BY_SIGPIPE);
        }
        Err(error) => {
            note(&format!("error: standard output cannot be written: {error}"));
            std::process::exit(1);
        }
    }
}

/// Writes a line for a person to standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Tells why the command failed, in a paragraph without a trace, and gives its exit code.
pub(crate) fn failure(error: &anyhow::Error) -> ExitCode {
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
    }
    note(&format!("{} {text}", paint(Colour::Red, "error:")));
    ExitCode::FAILURE
}

/// The colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    Dim,
}

/// Text in a colour, where standard error is a terminal that has them.
pub(crate) fn paint(colour: Colour, text: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stderr().is_terminal();
    if plain {
        return text.to_owned();
    }
    let code = match colour {
        Colour::Red => 31,
        Colour::Green => 32,
        Colour::Yellow => 33,
        Colour::Blue => 34,
        Colour::Magenta => 35,
        Colour::Cyan => 36,
        Colour::Dim => 2,
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// Rows in columns, each as wide as its widest cell.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let text = super::table(&[row(&["NAME", "STATE"]), row(&["a-long-name", "ok"])]);
        assert_eq!(text, "NAME         STATE\na-long-name  ok\n");
    }
}
