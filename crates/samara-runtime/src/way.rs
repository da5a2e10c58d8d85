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
        /// Why it was that one itself and no copy of it, where that could have been.
        not_imaged: Option<String>,
    },
    /// It began with the memory of an interpreter that had been started ahead.
    Imaged {
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
            Self::Imaged { imported } => {
                write!(f, "as a copy of an interpreter that had imported {imported}")
            }
            Self::Prewarmed { imported, not_imaged } => {
                f.write_str("in a prewarmed interpreter")?;
                if !imported.is_empty() {
                    write!(f, " that had imported {imported}")?;
                }
                not_imaged.as_ref().map_or(Ok(()), |reason| write!(f, " (no copy of it: {reason})"))
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
    /// Whether it is an image, which serves any number of starts.
    pub imaged: bool,
}
