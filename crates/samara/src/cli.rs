//! The command line, as data.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Where a server listens unless it is told otherwise.
pub(crate) const DEFAULT_PORT: u16 = 4566;

/// A serverless cloud in one binary, for machines that you own.
#[derive(Parser)]
#[command(name = "samara", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  samara up examples/shop              start a dev server, deploy the application, follow its logs
  samara up --watch                    the same for ./template.yaml, deploying at each save
  eval \"$(samara env)\"                 let the AWS CLI and SDKs of this shell speak to it
  aws dynamodb list-tables
  samara invoke Checkout -d '{\"a\":1}'  call a function and see what it answers and logs
  samara serve --data-dir /srv/samara  run in production: no dev credentials, its own root key";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Start a dev server, deploy a template and follow the functions' logs.
    #[command(after_help = "\
Examples:
  samara up                        deploys ./template.yaml as the stack named after the folder
  samara up examples/shop --watch  deploys again at each save of template or code
  samara up app.yaml --port 0      takes any free port and prints it")]
    Up(UpArguments),
    /// Start a server.
    #[command(after_help = "\
Examples:
  samara serve --data-dir /srv/samara         production: the root key is made at the first
                                              start and lies in the data directory, mode 0600
  samara serve --dev                          the server of `samara up`, without a template
  samara serve --bind 10.0.0.5 --host cloud.example --data-dir /srv/samara")]
    Serve(ServeArguments),
    /// Deploy a template as a stack.
    #[command(after_help = "\
Examples:
  samara deploy template.yaml --stack-name shop
  samara deploy template.yaml --stack-name shop --parameter Stage=prod --parameter Size=2")]
    Deploy(DeployArguments),
    /// Delete a stack with all its resources.
    #[command(after_help = "\
Examples:
  samara delete shop
  samara delete shop --endpoint http://127.0.0.1:8080")]
    Delete {
        /// The stack's name.
        stack: String,
        #[command(flatten)]
        client: ClientArguments,
    },
    /// Show stacks, functions, and deliveries that could not be made.
    #[command(after_help = "\
Examples:
  samara status
  samara status Checkout        # its instances, how they start, how long they are kept
  samara status --json | jq .")]
    Status {
        /// The function's name, or its logical id in the template: tells of it alone.
        function: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: ClientArguments,
    },
    /// Call a function and print its answer; its log goes to standard error.
    #[command(after_help = "\
Examples:
  samara invoke Checkout -d '{\"quantity\": 2}'
  samara invoke shop-Checkout-1A2B3C -f event.json")]
    Invoke(InvokeArguments),
    /// Show the logs of a function, or of all.
    #[command(after_help = "\
Examples:
  samara logs                     what every function has written
  samara logs CheckoutFunction -f one function, and what comes, until Ctrl-C
  samara logs --json | jq .")]
    Logs {
        /// The function, by its name or its name in the template.
        function: Option<String>,
        /// Go on with what comes.
        #[arg(short, long)]
        follow: bool,
        /// Print JSON, an object a line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: ClientArguments,
    },
    /// Print what a shell needs to speak to the server, for `eval`.
    #[command(after_help = "\
Examples:
  eval \"$(samara env)\" && aws sts get-caller-identity
  eval \"$(samara env --data-dir /srv/samara)\"  with a production server's root key")]
    Env {
        /// The data directory of a production server, whose root key is printed.
        #[arg(long)]
        data_dir: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: ClientArguments,
    },
    /// The runtime layers (boto3, the JavaScript SDK) that functions see.
    #[command(after_help = "\
Examples:
  samara runtimes list
  samara runtimes install python3.12 --data-dir /srv/samara
  samara runtimes remove nodejs20.x")]
    Runtimes {
        #[command(subcommand)]
        command: RuntimesCommand,
        /// The server's data directory.
        #[arg(long, default_value = ".samara", global = true)]
        data_dir: PathBuf,
        /// The folder of the layers; one in the data directory unless given.
        #[arg(long, env = "SAMARA_RUNTIMES_DIR", global = true)]
        runtimes_dir: Option<PathBuf>,
    },
    /// Say what this host gives to functions, what is missing, and how to get it.
    #[command(after_help = "\
Exit code 0: all that full isolation needs is there. 1: something of it is missing.

Examples:
  samara doctor
  samara doctor --data-dir /srv/samara   looks at the disk that the data would lie on
  samara doctor --json | jq '.host[] | select(.state != \"ok\")'")]
    Doctor {
        /// The server's data directory, which need not exist yet.
        #[arg(long, default_value = ".samara")]
        data_dir: PathBuf,
        /// The folder of the runtime layers; one in the data directory unless given.
        #[arg(long, env = "SAMARA_RUNTIMES_DIR")]
        runtimes_dir: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Subcommand)]
pub(crate) enum RuntimesCommand {
    /// List runtimes, the interpreter that each gets, and whether its layer is installed.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Install the layer of a runtime, such as python3.12 or nodejs20.x.
    Install {
        /// The runtime.
        runtime: String,
    },
    /// Remove the layer of a runtime.
    Remove {
        /// The runtime.
        runtime: String,
    },
}

#[derive(Args, Default)]
pub(crate) struct ClientArguments {
    /// The server's address; else `AWS_ENDPOINT_URL`, else `http://127.0.0.1:4566`.
    #[arg(long)]
    pub(crate) endpoint: Option<String>,
    #[arg(long, hide = true)]
    pub(crate) access_key_id: Option<String>,
    #[arg(long, hide = true)]
    pub(crate) secret_access_key: Option<String>,
    #[arg(long, hide = true)]
    pub(crate) session_token: Option<String>,
    /// The server's region; else `AWS_REGION` if `AWS_ENDPOINT_URL` is set too, else us-east-1.
    #[arg(long)]
    pub(crate) region: Option<String>,
}

#[derive(Args)]
pub(crate) struct ServerArguments {
    /// The port to listen on; 0 takes any free one.
    #[arg(long, env = "SAMARA_PORT", default_value_t = DEFAULT_PORT)]
    pub(crate) port: u16,
    /// The account, chosen at the first start of a data directory.
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// The region, chosen at the first start of a data directory.
    #[arg(long = "server-region", alias = "region")]
    pub(crate) server_region: Option<String>,
    /// How functions are kept apart.
    #[arg(long, value_enum, default_value_t = IsolationArgument::Full)]
    pub(crate) isolation: IsolationArgument,
    /// Hold each function to the CPU that its memory buys (1,769 MiB is one), as AWS does. Without
    /// it that is its share when others want the CPU too. Since v0.1.
    #[arg(long)]
    pub(crate) cpu_quota: bool,
    /// Make no sandboxes and start no interpreters ahead of calls: starts then take longer, and the
    /// server some 10 to 60 MiB less for each language in use. Since v0.1.
    #[arg(long)]
    pub(crate) no_prewarm: bool,
    /// Which functions begin as copies of one of their version that has initialised already: those
    /// that ask for it (by `SnapStart` or the tag `samara:copies`), those too whose initialisation
    /// is seen to be harmless to copy, or none. `samara status` says what became of each. Since
    /// v0.1.
    #[arg(long, value_enum, default_value_t = CopiesArgument::Snapstart)]
    pub(crate) copies: CopiesArgument,
    /// Another credential of the account's root, in dev only.
    #[arg(long, value_name = "ID:SECRET")]
    pub(crate) credential: Vec<String>,
    /// The first wait before an asynchronous invocation is tried again, milliseconds. AWS waits a
    /// minute, then two; dev servers a second, then two.
    #[arg(long)]
    pub(crate) retry_base_ms: Option<u64>,
    /// How much the histories of all tables with point-in-time recovery may take on disk together,
    /// mebibytes; what is over goes, the oldest first. Since v0.1.
    #[arg(long, default_value_t = 10_240)]
    pub(crate) recovery_max_mib: u32,
    /// Hold requests to the provisioned throughput of tables and their global indexes, with AWS's
    /// burst of five minutes: what is over is refused as AWS refuses it. Without it throughput is
    /// shown only. Tables that are billed by request are not limited. Since v0.1.
    #[arg(long)]
    pub(crate) enforce_throughput: bool,
    /// A folder for the runtime layers (boto3, the JavaScript SDK), which servers may share; one
    /// in the data directory unless given.
    #[arg(long, env = "SAMARA_RUNTIMES_DIR")]
    pub(crate) runtimes_dir: Option<PathBuf>,
    /// What the server tells of itself: error, warn, info, debug.
    #[arg(long, env = "SAMARA_LOG", default_value = "warn")]
    pub(crate) log: String,
}

/// Which functions begin as copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CopiesArgument {
    /// None, of interpreters that have imported an SDK neither.
    Never,
    /// Those that ask for it.
    Snapstart,
    /// Those too that were seen to be harmless to copy.
    Proved,
}

/// How functions are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IsolationArgument {
    /// All that the design asks for, or no function starts.
    Full,
    /// As much as this host gives; what is missing is listed at the start.
    Partial,
}

#[derive(Args)]
pub(crate) struct UpArguments {
    /// The template, or the folder that has a template.yaml.
    #[arg(default_value = ".")]
    pub(crate) template: PathBuf,
    /// The stack's name; the folder's unless given.
    #[arg(long)]
    pub(crate) stack_name: Option<String>,
    /// A parameter of the template; one that is not given keeps the value that the stack has.
    #[arg(long = "parameter", alias = "parameter-overrides", num_args = 1..)]
    #[arg(value_name = "NAME=VALUE")]
    pub(crate) parameters: Vec<String>,
    /// Deploy again whenever the template or the code is saved.
    #[arg(long)]
    pub(crate) watch: bool,
    /// Stop after the deployment instead of following the logs.
    #[arg(long)]
    pub(crate) once: bool,
    /// The data directory; `.samara` beside the template unless given.
    #[arg(long)]
    pub(crate) data_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) server: ServerArguments,
}

#[derive(Args)]
pub(crate) struct ServeArguments {
    /// Accept `test` / `test` as the account's root, and listen on loopback only.
    #[arg(long)]
    pub(crate) dev: bool,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) bind: IpAddr,
    /// A host name that clients use for this server; may be given more than once.
    #[arg(long)]
    pub(crate) host: Vec<String>,
    /// The data directory.
    #[arg(long, default_value = ".samara")]
    pub(crate) data_dir: PathBuf,
    /// Print one JSON line when ready.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) server: ServerArguments,
}

#[derive(Args)]
pub(crate) struct DeployArguments {
    /// The template.
    pub(crate) template: PathBuf,
    /// The stack's name.
    #[arg(long)]
    pub(crate) stack_name: String,
    /// A parameter of the template; one that is not given keeps the value that the stack has.
    #[arg(long = "parameter", alias = "parameter-overrides", num_args = 1..)]
    #[arg(value_name = "NAME=VALUE")]
    pub(crate) parameters: Vec<String>,
    /// Print JSON, an object a line.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

#[derive(Args)]
pub(crate) struct InvokeArguments {
    /// The function, by its name or its name in the template.
    pub(crate) function: String,
    /// The event, JSON.
    #[arg(short, long, conflicts_with = "file")]
    pub(crate) data: Option<String>,
    /// A file with the event; `-` is standard input.
    #[arg(short, long)]
    pub(crate) file: Option<PathBuf>,
    /// Print JSON: the answer with what the invocation tells of itself.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) client: ClientArguments,
}

#[cfg(test)]
mod tests {
    /// A contradiction between options would otherwise show at the first use.
    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        super::Arguments::command().debug_assert();
    }
}
