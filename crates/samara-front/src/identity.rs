//! Who sent a request: from its signature's key id to a principal.
//!
//! Three kinds of keys are known: the root credentials of the configuration, the access keys of
//! IAM users (a read of the store), and the temporary keys of sessions, whose token is sealed and
//! needs no read. Derived signing keys, which cost five HMACs, are kept for a day's worth of
//! callers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use samara_base::{Account, Timestamp};
use samara_iam::AccessKeyInfo;
use samara_service::Principal;
use samara_store::{Store, StoreExt};
use samara_sts::session::{self, ServerKey, SessionError};
use samara_wire::RequestParts;
use samara_wire::sigv4::{self, SignatureError, Signed};

use crate::Config;
use crate::listen::Peer;

/// A credential of the account's root.
#[derive(Clone)]
pub struct Credential {
    /// The access key's id.
    pub access_key_id: String,
    /// The secret.
    pub secret: String,
    /// Whether it is good on the outer listener alone, never from inside a sandbox.
    pub outer_only: bool,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential({}, secret)", self.access_key_id)
    }
}

/// Finds principals.
pub(crate) struct Identity {
    account: Account,
    root: Vec<Credential>,
    server_key: ServerKey,
    signing_keys: Mutex<HashMap<SigningKeyOf, [u8; 32]>>,
}

/// What a signing key is derived from, the secret by its key id.
#[derive(PartialEq, Eq, Hash)]
struct SigningKeyOf {
    access_key_id: String,
    secret: String,
    date: String,
    region: String,
    service: String,
}

/// Signing keys that are kept; when full, all go and come back as they are used.
const SIGNING_KEYS_MAX: usize = 4096;

/// A sender that was found, not yet believed.
struct Sender {
    secret: String,
    principal: Principal,
}

impl Identity {
    pub(crate) fn new(config: &Config, server_key: ServerKey) -> Self {
        let (account, root) = (config.account.clone(), config.root_credentials.clone());
        Self { account, root, server_key, signing_keys: Mutex::default() }
    }

    /// Checks a signature and tells who made it, and with which key, for what follows in chunks.
    pub(crate) fn verify(
        &self,
        store: &Arc<dyn Store>,
        signed: &Signed,
        parts: &RequestParts<'_>,
        (peer, now): (&Peer, Timestamp),
    ) -> Result<(Principal, [u8; 32]), SignatureError> {
        let sender = self.sender(store, signed, peer, now)?;
        let signing_key = self.signing_key(signed, sender.secret);
        sigv4::verify_with_key(signed, parts, &signing_key, now)?;
        Ok((sender.principal, signing_key))
    }

    /// Whether a request's key is one of ours, before its body is read.
    pub(crate) fn know(
        &self,
        store: &Arc<dyn Store>,
        signed: &Signed,
        (peer, now): (&Peer, Timestamp),
    ) -> Result<(), SignatureError> {
        self.sender(store, signed, peer, now).map(drop)
    }

    fn sender(
        &self,
        store: &Arc<dyn Store>,
        signed: &Signed,
        peer: &Peer,
        now: Timestamp,
    ) -> Result<Sender, SignatureError> {
        if let Some(token) = &signed.session_token {
            return self.session(&signed.access_key_id, token, peer, now);
        }
        let known = self.root.iter().find(|known| known.access_key_id == signed.access_key_id);
        if let Some(known) = known {
            if known.outer_only && peer.instance.is_some() {
                return Err(SignatureError::unknown_key());
            }
            return Ok(Sender { secret: known.secret.clone(), principal: Principal::Root });
        }
        let id = &signed.access_key_id;
        let found = store.read(|txn| samara_iam::access_key(txn, &self.account, id));
        match found {
            Ok(Some(AccessKeyInfo { secret, user, active: true })) => {
                Ok(Sender { secret, principal: user })
            }
            Ok(_) => Err(SignatureError::unknown_key()),
            Err(error) => {
                tracing::error!(%error, "an access key could not be read");
                Err(SignatureError::unknown_key())
            }
        }
    }

    /// The role of a sealed session. One that was made for a function is good only in its own
    /// instances' sandboxes: a leaked environment is worth nothing outside.
    fn session(
        &self,
        access_key_id: &str,
        token: &str,
        peer: &Peer,
        now: Timestamp,
    ) -> Result<Sender, SignatureError> {
        let opened = session::open(&self.server_key, token, access_key_id, now);
        let opened = opened.map_err(|error| match error {
            SessionError::Expired => SignatureError::expired_token(),
            SessionError::Invalid => SignatureError::unknown_key(),
        })?;
        let caller = peer.instance.as_ref().map(|caller| &caller.function);
        if opened.session.function.is_some() && opened.session.function.as_ref() != caller {
            return Err(SignatureError::unknown_key());
        }
        let secret = opened.secret_access_key;
        Ok(Sender { secret, principal: opened.session.principal() })
    }

    fn signing_key(&self, signed: &Signed, secret: String) -> [u8; 32] {
        let of = SigningKeyOf {
            access_key_id: signed.access_key_id.clone(),
            secret,
            date: signed.date.clone(),
            region: signed.region.clone(),
            service: signed.service.clone(),
        };
        let mut keys = self.signing_keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.get(&of) {
            return *key;
        }
        let key = sigv4::signing_key(&of.secret, &of.date, &of.region, &of.service);
        if SIGNING_KEYS_MAX <= keys.len() {
            keys.clear();
        }
        keys.insert(of, key);
        key
    }
}
