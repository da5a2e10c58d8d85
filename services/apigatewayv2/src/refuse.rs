//! What is asked for and not built: each is refused by its name, none is ignored.

use crate::Error;

samara_service::refusing!(Error::Unsupported, "an HTTP API");
