//! Which way an instance's sandbox came to be, for people who ask why a start took its time.

use std::fmt;

/// How an instance's sandbox came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartWay {
    /// It was built when it was needed.
    Plain {
        /// Why none of those made ahead was used.
        reason: String,
    },
    /// An empty sandbox had been made ahead; the program was started in it.
    Prepared {
        /// Why no interpreter that had been started ahead was used.
        reason: String,
    },
    /// It began with the memory of one that had initialised already.
    Copied,
    /// The interpreter had been started ahead, in a sandbox made ahead.
    Prewarmed {
        /// The modules of the SDK that it had imported, separated by commas.
        imported: String,
    },
}

impl fmt::Display for StartWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain { reason } => write!(f, "in a new sandbox: {reason}"),
            Self::Copied => f.write_str("as a copy of one that had initialised"),
            Self::Prepared { reason } => write!(f, "in a prepared sandbox: {reason}"),
            Self::Prewarmed { imported } if imported.is_empty() => {
                f.write_str("in a prewarmed interpreter")
            }
            Self::Prewarmed { imported } => {
                write!(f, "in a prewarmed interpreter that had imported {imported}")
            }
        }
    }
}

/// The sandboxes of one kind that are kept ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpareReport {
    /// The interpreter that waits in them; none in empty ones.
    pub program: Option<String>,
    /// The modules of the SDK that it has imported, separated by commas.
    pub imported: String,
    /// How many are ready.
    pub ready: usize,
}
