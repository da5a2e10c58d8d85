//! JSON bodies: a reader and a writer of our own, because a document is built straight from the
//! bytes as its descriptors say, and because numbers must stay exact, depth must be bounded, and
//! what is malformed must be refused in AWS's words.

mod decode;
mod encode;
mod reader;
mod writer;

pub(crate) use decode::{decode, decode_whole};
pub(crate) use encode::{encode, encode_members};
pub(crate) use writer::string as write_string;
