//! Credentials of sessions, sealed: all that there is to know is in the token.
//!
//! A token is base64 of a version byte, an HMAC-SHA256 over the rest, and the session as JSON.
//! It can be read by whoever holds it, as its holder may know who it is; it cannot be made or
//! changed without the server's key. The access key's id and the secret follow from the same
//! bytes under the same key, each under a name of its own, so that neither needs to be kept and
//! one session's secret tells nothing of another's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use samara_base::{Arn, Timestamp};
use samara_service::Principal;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The first byte of a token: how the rest is laid out.
const VERSION: u8 = 1;
const MAC_BYTES: usize = 32;
/// The largest token that is looked at, characters: a session's policies are at most a few KiB.
const TOKEN_CHARACTERS: usize = 16 * 1024;

/// The server's secret.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl ServerKey {
    /// From 32 unpredictable bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn mac(&self, name: &str, parts: &[u8]) -> Hmac<Sha256> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(parts);
        mac
    }
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey(secret)")
    }
}

/// Who holds a token, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The role that was assumed.
    pub role: Arn,
    /// The role's unique id, `AROA...`: a role made anew is another.
    pub role_id: String,
    /// The session's name; a function's is its own name.
    pub session_name: String,
    /// When it was issued; a function's window begins then.
    pub issued: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// The function whose instance holds it, if one does.
    pub function: Option<Arn>,
    /// Policies that narrow it, JSON.
    pub session_policies: Vec<String>,
}

/// The session as it is written into a token. Names are short because every request carries it.
#[derive(Serialize, Deserialize)]
struct Written {
    r: String,
    i: String,
    n: String,
    b: u64,
    e: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    f: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    p: Vec<String>,
}

/// Temporary credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `ASIA...`.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret_access_key: String,
    /// What says whose they are.
    pub session_token: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// A token that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// Whose it is.
    pub session: Session,
    /// What its requests must be signed with.
    pub secret_access_key: String,
}

/// Why a token opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// It is not one of ours, or not with this access key.
    #[error("The security token included in the request is invalid.")]
    Invalid,
    /// Its time is over.
    #[error("The security token included in the request is expired")]
    Expired,
}

impl Session {
    /// The session as the caller that it is.
    #[must_use]
    pub fn principal(&self) -> Principal {
        Principal::Role {
            role: self.role.clone(),
            id: self.role_id.clone(),
            session: self.session_name.clone(),
            session_policies: self.session_policies.clone().into(),
            function: self.function.clone(),
        }
    }
}

/// Makes a session's credentials: the same each time for the same session.
#[must_use]
pub fn seal(key: &ServerKey, session: &Session) -> Credentials {
    let written = Written {
        r: session.role.to_string(),
        i: session.role_id.clone(),
        n: session.session_name.clone(),
        b: session.issued.as_millis(),
        e: session.expires.as_millis(),
        f: session.function.as_ref().map(ToString::to_string),
        p: session.session_policies.clone(),
    };
    // A structure of texts and numbers is always JSON.
    let payload = serde_json::to_vec(&written).unwrap_or_default();
    let mac = key.mac("session token", &payload).finalize().into_bytes();
    let token = [&[VERSION], mac.as_slice(), &payload].concat();
    Credentials {
        access_key_id: access_key_id(key, &payload),
        secret_access_key: secret(key, &payload),
        session_token: STANDARD.encode(token),
    }
}

/// Opens a token that came with an access key's id.
///
/// # Errors
/// When it is not one of ours, not with this id, or over.
pub fn open(
    key: &ServerKey,
    token: &str,
    access_key_id: &str,
    now: Timestamp,
) -> Result<Opened, SessionError> {
    let invalid = SessionError::Invalid;
    if TOKEN_CHARACTERS < token.len() {
        return Err(invalid);
    }
    let token = STANDARD.decode(token).map_err(|_| invalid)?;
    let (version, rest) = token.split_first().ok_or(invalid)?;
    let (mac, payload) = rest.split_at_checked(MAC_BYTES).ok_or(invalid)?;
    if *version != VERSION {
        return Err(invalid);
    }
    // Compared in constant time.
    key.mac("session token", payload).verify_slice(mac).map_err(|_| invalid)?;
    if access_key_id != self::access_key_id(key, payload) {
        return Err(invalid);
    }
    let written: Written = serde_json::from_slice(payload).map_err(|_| invalid)?;
    let expires = Timestamp::from_millis(written.e);
    if expires <= now {
        return Err(SessionError::Expired);
    }
    let session = Session {
        role: written.r.parse().map_err(|_| invalid)?,
        role_id: written.i,
        session_name: written.n,
        issued: Timestamp::from_millis(written.b),
        expires,
        function: written.f.map(|arn| arn.parse()).transpose().map_err(|_| invalid)?,
        session_policies: written.p,
    };
    Ok(Opened { session, secret_access_key: secret(key, payload) })
}

/// `ASIA` and 16 characters, as AWS's temporary ones have.
fn access_key_id(key: &ServerKey, payload: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bytes = key.mac("access key id", payload).finalize().into_bytes();
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map_or('A', char::from);
    std::iter::once("ASIA".to_owned())
        .chain(bytes.iter().take(16).map(|byte| letter(byte).to_string()))
        .collect()
}

/// 40 characters, as AWS's have: 240 bits.
fn secret(key: &ServerKey, payload: &[u8]) -> String {
    const SECRET_BYTES: usize = 30;
    let bytes = key.mac("secret access key", payload).finalize().into_bytes();
    STANDARD.encode(bytes.get(..SECRET_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use samara_base::Timestamp;

    use super::{ServerKey, Session, SessionError, open, seal};

    fn session() -> Session {
        Session {
            role: "arn:aws:iam::000000000000:role/app/shop".parse().unwrap(),
            role_id: "AROA1".to_owned(),
            session_name: "checkout".to_owned(),
            issued: Timestamp::from_secs(1000),
            expires: Timestamp::from_secs(4600),
            function: Some("arn:aws:lambda:us-east-1:000000000000:function:f".parse().unwrap()),
            session_policies: vec!["{}".to_owned()],
        }
    }

    #[test]
    fn a_session_opens_as_it_was_sealed() {
        let key = ServerKey::new([7; 32]);
        let made = seal(&key, &session());
        assert_eq!(made, seal(&key, &session()));
        assert_eq!((made.access_key_id.len(), made.secret_access_key.len()), (20, 40));
        let now = Timestamp::from_secs(4599);
        let Ok(opened) = open(&key, &made.session_token, &made.access_key_id, now) else {
            panic!("it does not open");
        };
        assert_eq!(opened.session, session());
        assert_eq!(opened.secret_access_key, made.secret_access_key);
        let over = open(&key, &made.session_token, &made.access_key_id, session().expires);
        assert_eq!(over.err(), Some(SessionError::Expired));
    }

    /// Whoever can change one bit of a token could name another role.
    #[test]
    fn nothing_of_a_token_can_be_changed() {
        use base64::Engine;
        let key = ServerKey::new([7; 32]);
        let made = seal(&key, &session());
        let bytes = super::STANDARD.decode(&made.session_token).unwrap();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let token = super::STANDARD.encode(changed);
            let result = open(&key, &token, &made.access_key_id, Timestamp::ZERO);
            assert_eq!(result.err(), Some(SessionError::Invalid), "{place}");
        }
        let other = seal(&key, &Session { session_name: "other".to_owned(), ..session() });
        let mixed = open(&key, &made.session_token, &other.access_key_id, Timestamp::ZERO);
        assert_eq!(mixed.err(), Some(SessionError::Invalid));
        let stranger = ServerKey::new([8; 32]);
        let result = open(&stranger, &made.session_token, &made.access_key_id, Timestamp::ZERO);
        assert_eq!(result.err(), Some(SessionError::Invalid));
        for text in ["", "x", "AQ=="] {
            assert!(open(&key, text, "ASIA", Timestamp::ZERO).is_err());
        }
    }
}
