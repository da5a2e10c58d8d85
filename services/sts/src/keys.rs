//! The server's own secret in the store.

use samara_store::{Fed, KeyWriter, StoreError, Txn};

use crate::session::ServerKey;

/// The server's secrets.
pub const SERVER: u8 = 0xb0;

/// The key of the secret that seals sessions.
#[must_use]
pub fn session_key() -> Vec<u8> {
    KeyWriter::new(SERVER).text("session key").done()
}

/// The secret that seals sessions; `None` before the server's first start has put it, or when
/// what is stored has not its length.
///
/// # Errors
/// When the store fails.
pub fn server_key(txn: &mut dyn Txn) -> Result<Option<ServerKey>, StoreError> {
    let value = txn.get(&session_key())?;
    Ok(value.and_then(|bytes| <[u8; 32]>::try_from(&bytes[..]).ok()).map(ServerKey::new))
}

/// The secret that seals sessions, made of `fresh` bytes if there is none yet: for the server's
/// start.
///
/// # Errors
/// When the store fails.
pub fn server_key_or_put(txn: &mut dyn Txn, fresh: [u8; 32]) -> Result<ServerKey, StoreError> {
    if let Some(key) = server_key(txn)? {
        return Ok(key);
    }
    txn.put(session_key(), fresh.to_vec().into(), Fed::No);
    Ok(ServerKey::new(fresh))
}
