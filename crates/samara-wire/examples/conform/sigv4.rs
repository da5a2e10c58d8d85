//! AWS's Signature Version 4 suite.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use samara_wire::RequestParts;
use samara_wire::sigv4::{canonical_request, parse, string_to_sign, verify};

use crate::Tally;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// Runs every case in a folder and the folders in it.
pub(crate) fn run(folder: &Path, tally: &mut Tally) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(said)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(said)?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            run(&path, tally)?;
        } else if path.extension().is_some_and(|extension| extension == "req") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            tally.count(&format!("sigv4/{name}"), case(&path));
        }
    }
    Ok(())
}

fn case(path: &Path) -> Result<bool, String> {
    let file = |extension: &str| {
        std::fs::read_to_string(path.with_extension(extension))
            .map(|text| text.replace("\r\n", "\n"))
            .map_err(|error| format!("{extension}: {error}"))
    };
    let request = file("sreq")?;
    let (head, body) = request.split_once("\n\n").unwrap_or((&request, ""));
    let (line, fields) = head.split_once('\n').unwrap_or((head, ""));
    let (method, rest) = line.split_once(' ').ok_or("a request line")?;
    let target = rest.strip_suffix(" HTTP/1.1").ok_or("HTTP/1.1")?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers = headers(fields)?;
    // One case's request has another's signature; the file of its own has the right one.
    headers.insert(http::header::AUTHORIZATION, value(file("authz")?.trim())?);
    let parts = RequestParts {
        method,
        path,
        query,
        headers: &headers,
        body: Bytes::from(body.trim_end().to_owned()),
    };
    let signed = parse(&parts).map_err(|error| error.to_string())?;
    let canonical = canonical_request(&signed, &parts).map_err(|error| error.to_string())?;
    let expected = file("creq")?;
    if canonical != expected.trim_end() {
        return Err(format!("canonical request {canonical:?}, expected {expected:?}"));
    }
    let text = string_to_sign(&signed, &canonical);
    if text != file("sts")?.trim_end() {
        return Err(format!("string to sign {text:?}"));
    }
    verify(&signed, &parts, SECRET, signed.time).map_err(|error| error.to_string())?;
    Ok(true)
}

/// Headers, of which a line that begins with space goes on with the one before.
fn headers(fields: &str) -> Result<HeaderMap, String> {
    let mut lines: Vec<String> = Vec::new();
    for line in fields.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let mut headers = HeaderMap::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let (name, text) = line.split_once(':').ok_or("a header")?;
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        headers.append(name, value(text.trim())?);
    }
    Ok(headers)
}

fn value(text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|error| error.to_string())
}
