//! From a function's specification to the plan of its sandbox, and what could be ready for it.

use std::path::Path;
use std::sync::Arc;

use crate::interpreters::Interpreter;
use crate::language::Language;
use crate::launcher::order::Order;
use crate::layout::{Plan, wrapper};
use crate::packages::suits;
use crate::runtime::{Inner, Runtime, StartError};
use crate::spare::Ready;
use crate::spec::{Copies, InstanceSpec};
use crate::zygotes::CopyPolicy;

/// The function runs as a user of its own, who must be able to read its code. Only the folder
/// itself is looked at: whoever unpacks code sets the modes of all of it alike.
fn readable_by_all(code: &Path) -> Result<(), StartError> {
    use std::os::unix::fs::PermissionsExt;
    const READ_AND_ENTER: u32 = 0o005;
    let metadata = std::fs::metadata(code).ok().filter(std::fs::Metadata::is_dir);
    let metadata = metadata.ok_or_else(|| StartError::NoCode(code.to_owned()))?;
    if metadata.permissions().mode() & READ_AND_ENTER == READ_AND_ENTER {
        return Ok(());
    }
    Err(StartError::ClosedCode(code.to_owned()))
}

impl Runtime {
    /// Looks up all that a function's sandbox is made of.
    pub(crate) async fn plan(&self, spec: InstanceSpec) -> Result<Plan, StartError> {
        let language = Language::parse(&spec.runtime)?;
        let interpreter = self.interpreter(language).await?;
        readable_by_all(&spec.code_dir)?;
        let inner = &self.0;
        let layers = inner.merged.of(&spec.layer_dirs).map_err(StartError::Layers)?;
        let sdk = interpreter.as_ref().and_then(|interpreter| inner.layers.of(interpreter));
        Ok(Plan {
            base: Arc::clone(&inner.base),
            spec: Arc::new(spec),
            language,
            interpreter,
            bootstrap: inner.bootstraps.of(language).to_owned(),
            sdk: sdk.map(|layer| layer.folder),
            layers,
            endpoint_port: inner.config.endpoint_port,
            proc_optional: inner.proc_optional,
        })
    }

    /// Has an interpreter started ahead that can become this function, and waits until it is
    /// ready; there is one less to wait for then when the function is called. It goes again when
    /// it is not used for ten minutes.
    ///
    /// # Errors
    /// A sentence says why none can be had.
    pub async fn prewarm(&self, spec: InstanceSpec) -> Result<(), String> {
        let plan = self.plan(spec).await.map_err(|error| error.to_string())?;
        let imported = self.0.imports(&plan).await?;
        let fits = |ready: &Ready| plan.fits(&self.0.packages, ready.modules());
        self.0.spares.ready(&Arc::new(self.0.prewarmed(&plan, &imported)), fits).await
    }
}

impl Plan {
    /// What `INIT_START` says of the runtime.
    pub(crate) fn label(&self) -> String {
        let plain = || self.spec.runtime.replacen('.', ":", 1);
        self.interpreter.as_ref().map_or_else(plain, Interpreter::label)
    }

    /// What its log should say before it starts, since its author would look for it there.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some(interpreter) = self.interpreter.as_ref().filter(|_| self.sdk.is_none()) {
            remarks.push(format!(
                "SAMARA The AWS SDK for {0} is not installed here, and importing it will fail: \
                 run 'samara runtimes install {0}'",
                interpreter.language
            ));
        }
        if self.layers.as_ref().is_some_and(|layers| layers.join("extensions").is_dir()) {
            let text = "SAMARA The extensions in /opt/extensions are not supported, and do not run";
            remarks.push(text.to_owned());
        }
        remarks
    }
}

impl Inner {
    /// The order for an interpreter that has imported this.
    pub(crate) fn prewarmed(&self, plan: &Plan, imported: &str) -> Order {
        plan.prewarmed(imported, self.wants_image(plan, imported) && self.spares.takes_images())
    }

    /// Whether this function should begin with an image of its interpreter. That is so of a Python
    /// that has an SDK, since imports in processes of their own cost each 20 MiB; without one an
    /// interpreter that waits is quicker, and there is little to share.
    pub(crate) fn wants_image(&self, plan: &Plan, imported: &str) -> bool {
        let refused = self.config.copies == CopyPolicy::Never || plan.spec.copies == Copies::Never;
        let python = matches!(plan.language, Language::Python { .. });
        python && !imported.is_empty() && !refused
    }

    /// What an interpreter should have imported that becomes this function; or why none can.
    pub(crate) async fn imports(self: &Arc<Self>, plan: &Plan) -> Result<String, String> {
        if !self.spares.enabled() {
            let refused = !self.config.prewarm;
            let reason = if refused { "nothing is prewarmed" } else { "only root can prewarm" };
            return Err(reason.to_owned());
        }
        if plan.language == Language::Native {
            return Err("a native program has no interpreter".to_owned());
        }
        if wrapper(&plan.spec).is_some() {
            return Err("AWS_LAMBDA_EXEC_WRAPPER starts the interpreter".to_owned());
        }
        suits(&plan.spec)?;
        let key = plan.package();
        let package = if let Some(package) = self.packages.known(&key) {
            package
        } else {
            let inner = Arc::clone(self);
            let learnt = tokio::task::spawn_blocking(move || inner.packages.learn(key));
            learnt.await.map_err(|error| error.to_string())?
        };
        Ok(package.imports(plan.running(), plan.sdk.as_deref()))
    }
}
