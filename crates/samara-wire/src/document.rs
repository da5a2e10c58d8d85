//! A document: what a request or response says, whatever protocol carried it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use samara_base::Timestamp;

/// A member's or map key's name; static where it comes from a model.
pub type Name = Cow<'static, str>;

/// A value of a service model.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Document {
    /// Not given.
    #[default]
    Null,
    /// A truth value.
    Boolean(bool),
    /// Any whole number of a model (byte, short, integer, long).
    Integer(i64),
    /// A float or double, with NaN and the infinities.
    Double(f64),
    /// Text; also the id of a staged blob, where the model streams.
    String(String),
    /// Bytes, already out of base64.
    Blob(Bytes),
    /// A time, already out of its format.
    Timestamp(Timestamp),
    /// A list, in order.
    List(Vec<Document>),
    /// A structure's members or a map's entries, in the order in which they came.
    Map(Vec<(Name, Document)>),
}

/// Why a document is not of the shape that it should have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A required member is missing.
    #[error("missing required member '{0}'")]
    Missing(&'static str),
    /// A value has another type.
    #[error("expected {expected}")]
    Type {
        /// What was expected, such as `a string`.
        expected: &'static str,
    },
}

impl Document {
    /// The value of a member or map key, when this is a map that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text, when this is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

/// What can be made of a document.
pub trait FromDocument: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// When the document has another shape.
    fn from_document(document: Document) -> Result<Self, DocumentError>;

    /// What a member that was not given becomes.
    ///
    /// # Errors
    /// [`DocumentError::Missing`], unless the type has a value for it.
    fn from_missing(member: &'static str) -> Result<Self, DocumentError> {
        Err(DocumentError::Missing(member))
    }
}

/// What can be made into a document.
pub trait IntoDocument {
    /// Writes a value.
    fn into_document(self) -> Document;
}

macro_rules! scalar {
    ($type:ty, $variant:ident, $expected:literal) => {
        impl FromDocument for $type {
            fn from_document(document: Document) -> Result<Self, DocumentError> {
                match document {
                    Document::$variant(value) => Ok(value),
                    _ => Err(DocumentError::Type { expected: $expected }),
                }
            }
        }

        impl IntoDocument for $type {
            fn into_document(self) -> Document {
                Document::$variant(self)
            }
        }
    };
}

scalar!(bool, Boolean, "a boolean");
scalar!(i64, Integer, "a whole number");
scalar!(String, String, "a string");
scalar!(Timestamp, Timestamp, "a time");

impl FromDocument for Bytes {
    /// Text is taken too: a streamed member carries the name of its staged blob.
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Blob(value) => Ok(value),
            Document::String(text) => Ok(text.into()),
            _ => Err(DocumentError::Type { expected: "bytes" }),
        }
    }
}

impl IntoDocument for Bytes {
    fn into_document(self) -> Document {
        Document::Blob(self)
    }
}

impl FromDocument for f64 {
    #[expect(clippy::cast_precision_loss, reason = "a double member was sent a whole number")]
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Double(value) => Ok(value),
            Document::Integer(value) => Ok(value as Self),
            _ => Err(DocumentError::Type { expected: "a number" }),
        }
    }
}

impl IntoDocument for f64 {
    fn into_document(self) -> Document {
        Document::Double(self)
    }
}

impl IntoDocument for &str {
    fn into_document(self) -> Document {
        Document::String(self.to_owned())
    }
}

impl IntoDocument for () {
    fn into_document(self) -> Document {
        Document::Map(Vec::new())
    }
}

impl FromDocument for Document {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        Ok(document)
    }
}

impl IntoDocument for Document {
    fn into_document(self) -> Document {
        self
    }
}

impl<T: FromDocument> FromDocument for Option<T> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Null => Ok(None),
            document => T::from_document(document).map(Some),
        }
    }

    fn from_missing(_member: &'static str) -> Result<Self, DocumentError> {
        Ok(None)
    }
}

impl<T: IntoDocument> IntoDocument for Option<T> {
    fn into_document(self) -> Document {
        self.map_or(Document::Null, T::into_document)
    }
}

impl<T: FromDocument> FromDocument for Box<T> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        T::from_document(document).map(Self::new)
    }
}

impl<T: IntoDocument> IntoDocument for Box<T> {
    fn into_document(self) -> Document {
        T::into_document(*self)
    }
}

impl<T: FromDocument> FromDocument for Vec<T> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::List(items) => items.into_iter().map(T::from_document).collect(),
            _ => Err(DocumentError::Type { expected: "a list" }),
        }
    }
}

impl<T: IntoDocument> IntoDocument for Vec<T> {
    fn into_document(self) -> Document {
        Document::List(self.into_iter().map(T::into_document).collect())
    }
}

impl<T: FromDocument> FromDocument for BTreeMap<String, T> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Map(entries) => entries
                .into_iter()
                .map(|(key, value)| Ok((key.into_owned(), T::from_document(value)?)))
                .collect(),
            _ => Err(DocumentError::Type { expected: "a map" }),
        }
    }
}

impl<T: IntoDocument> IntoDocument for BTreeMap<String, T> {
    fn into_document(self) -> Document {
        let entry = |(key, value): (String, T)| (Cow::Owned(key), value.into_document());
        Document::Map(self.into_iter().map(entry).collect())
    }
}

/// The members of a structure that is being read; for [`structure!`](crate::structure).
#[derive(Debug)]
pub struct Fields(Vec<(Name, Document)>);

impl Fields {
    /// The members of a document that must be a structure.
    ///
    /// # Errors
    /// When it is not one.
    pub fn of(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Map(entries) => Ok(Self(entries)),
            Document::Null => Ok(Self(Vec::new())),
            _ => Err(DocumentError::Type { expected: "a structure" }),
        }
    }

    /// Takes one member.
    ///
    /// # Errors
    /// When it has another shape, or is missing and its type needs it.
    pub fn take<T: FromDocument>(&mut self, member: &'static str) -> Result<T, DocumentError> {
        match self.0.iter_mut().find(|(name, _)| name == member) {
            Some((_, value)) => match std::mem::take(value) {
                Document::Null => T::from_missing(member),
                value => T::from_document(value),
            },
            None => T::from_missing(member),
        }
    }
}

/// The members of a structure that is being written; for [`structure!`](crate::structure).
#[derive(Debug, Default)]
pub struct FieldsOut(Vec<(Name, Document)>);

impl FieldsOut {
    /// Adds one member, unless it has no value.
    pub fn put(&mut self, member: &'static str, value: impl IntoDocument) {
        match value.into_document() {
            Document::Null => {}
            value => self.0.push((Cow::Borrowed(member), value)),
        }
    }

    /// The structure.
    #[must_use]
    pub fn done(self) -> Document {
        Document::Map(self.0)
    }
}

/// Declares a structure of a model: a plain struct that converts from and to a [`Document`].
///
/// Each line is `field: Type = "MemberName"`. A member that need not be given is an `Option`.
#[macro_export]
macro_rules! structure {
    ($name:ident { $($field:ident: $type:ty = $member:literal),* $(,)? }) => {
        #[doc = concat!("`", stringify!($name), "` of the service's model.")]
        #[derive(Debug, Clone, Default, PartialEq)]
        #[allow(unreachable_pub, reason = "a model is as public as the module that declares it")]
        pub struct $name {
            $(#[doc = concat!("`", $member, "`.")] pub $field: $type,)*
        }

        impl $crate::FromDocument for $name {
            fn from_document(
                document: $crate::Document,
            ) -> Result<Self, $crate::DocumentError> {
                #[allow(unused_mut, unused_variables, reason = "a structure may have no members")]
                let mut fields = $crate::Fields::of(document)?;
                Ok(Self { $($field: fields.take($member)?,)* })
            }
        }

        impl $crate::IntoDocument for $name {
            fn into_document(self) -> $crate::Document {
                #[allow(unused_mut, reason = "a structure may have no members")]
                let mut fields = $crate::FieldsOut::default();
                $(fields.put($member, self.$field);)*
                fields.done()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::{Document, FromDocument, IntoDocument};

    structure!(Inner { count: i64 = "Count" });

    structure!(Outer {
        name: String = "Name",
        inner: Option<Box<Inner>> = "Inner",
        list: Option<Vec<Inner>> = "List",
    });

    #[test]
    fn a_structure_reads_back_as_it_was_written() {
        let outer = Outer {
            name: "n".to_owned(),
            inner: Some(Box::new(Inner { count: 3 })),
            list: Some(vec![Inner { count: 1 }]),
        };
        assert_eq!(Outer::from_document(outer.clone().into_document()), Ok(outer));
    }

    /// A missing required member must be named, or nobody can mend the request.
    #[test]
    fn a_missing_member_is_named() {
        let error = Outer::from_document(Document::Map(vec![])).unwrap_err();
        assert_eq!(error.to_string(), "missing required member 'Name'");
    }
}
