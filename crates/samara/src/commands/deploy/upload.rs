//! Built code and long templates go to a bucket of their own, each once, named by its content.

use std::collections::BTreeMap;

use anyhow::Context;
use samara_s3::model as s3;
use samara_template::{Artifact, Template, Uploaded};

use super::{Deployment, folder_of};
use crate::client::{Client, ClientError};
use crate::commands::build;
use crate::commands::watch::Files;

/// What was uploaded before, by its place in the template and how it is built, with the files that
/// it was made of. So after a save only what was saved is built again, also where only `make` knows
/// what that needs.
#[derive(Default)]
pub(crate) struct Uploads(BTreeMap<String, (Files, Uploaded)>);

/// The bucket that packages go to.
const STAGING_BUCKET: &str = "samara-staging";

pub(super) async fn upload_code(
    client: &Client,
    deployment: &Deployment,
    template: &Template,
    uploads: &mut Uploads,
) -> anyhow::Result<BTreeMap<String, Uploaded>> {
    let folder = folder_of(&deployment.template);
    let mut uploaded = BTreeMap::new();
    for artifact in template.artifacts() {
        let files = Files::below(&folder.join(&artifact.path));
        let recipe = (&artifact.key, &artifact.path, &artifact.runtime, &artifact.build_method);
        let recipe = format!("{recipe:?}");
        let before = uploads.0.get(&recipe).filter(|(then, _)| *then == files);
        let place = match before {
            Some((_, place)) => place.clone(),
            None => upload(client, deployment, &artifact).await?,
        };
        uploads.0.insert(recipe, (files, place.clone()));
        uploaded.insert(artifact.key, place);
    }
    Ok(uploaded)
}

async fn upload(
    client: &Client,
    deployment: &Deployment,
    artifact: &Artifact,
) -> anyhow::Result<Uploaded> {
    let folder = folder_of(&deployment.template);
    let package =
        build::package(folder, artifact, &deployment.cache_dir).await.with_context(|| {
            let mark = artifact.mark;
            let file = deployment.template.display();
            format!("{file}:{}:{}: {}", mark.line, mark.column, artifact.key)
        })?;
    put(client, &package.name, package.content).await?;
    Ok(Uploaded { bucket: STAGING_BUCKET.to_owned(), key: package.name })
}

/// Puts an object that is named by its content, unless it is there.
async fn put(client: &Client, key: &str, content: bytes::Bytes) -> anyhow::Result<()> {
    let head = s3::HeadObjectRequest {
        bucket: STAGING_BUCKET.to_owned(),
        key: key.to_owned(),
        ..s3::HeadObjectRequest::default()
    };
    let found: Result<s3::HeadObjectOutput, _> = client.call(&s3::MODEL, "HeadObject", head).await;
    match found {
        Ok(_) => return Ok(()),
        Err(ClientError::Refused(error)) if error.status == 404 => {}
        Err(error) => return Err(error.into()),
    }
    let bucket = s3::CreateBucketRequest {
        bucket: STAGING_BUCKET.to_owned(),
        ..s3::CreateBucketRequest::default()
    };
    match client.call::<s3::CreateBucketOutput>(&s3::MODEL, "CreateBucket", bucket).await {
        Ok(_) => {}
        Err(ClientError::Refused(error)) if error.code == "BucketAlreadyOwnedByYou" => {}
        Err(error) => return Err(error.into()),
    }
    let object = s3::PutObjectRequest {
        bucket: STAGING_BUCKET.to_owned(),
        key: key.to_owned(),
        ..s3::PutObjectRequest::default()
    };
    let _: s3::PutObjectOutput = client.upload(&s3::MODEL, "PutObject", object, content).await?;
    Ok(())
}

/// A template in the request, or its address where it is too long for that.
pub(super) enum Body {
    Text(String),
    Address(String),
}

pub(super) async fn upload_template(client: &Client, text: String) -> anyhow::Result<Body> {
    /// CloudFormation's limit for a template in a request, bytes.
    const TEMPLATE_IN_REQUEST_BYTES_MAX: usize = 51_200;
    if text.len() <= TEMPLATE_IN_REQUEST_BYTES_MAX {
        return Ok(Body::Text(text));
    }
    let key = format!("{}.template", build::digest(text.as_bytes()));
    put(client, &key, text.into()).await?;
    Ok(Body::Address(format!("{}/{STAGING_BUCKET}/{key}", client.endpoint)))
}
