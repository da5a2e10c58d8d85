//! What a stranger in a sandbox can reach: nothing of the host.

use serde_json::json;

use super::host::Host;

#[tokio::test]
async fn a_function_sees_nothing_of_the_host() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os
def attempt(what, *arguments):
    try:
        what(*arguments)
        return 'done'
    except OSError as error:
        return error.strerror
def handler(event, context):
    return {
        'root': sorted(os.listdir('/')),
        'etc': sorted(os.listdir('/etc')),
        'interfaces': sorted(os.listdir('/proc/self/net/')) and open('/proc/net/dev').read().count(':'),
        'uid': os.getuid(),
        'user': open('/proc/self/uid_map').read().split()[0],
        'processes': sum(name.isdigit() for name in os.listdir('/proc')),
        'write_root': attempt(os.mkdir, '/new'),
        'write_code': attempt(open, '/var/task/new', 'w'),
        'write_tmp': attempt(open, '/tmp/new', 'w'),
        'first_process': attempt(open, '/proc/1/environ'),
        'capabilities': [line.split()[1] for line in open('/proc/self/status')
                         if line.startswith(('CapEff', 'CapBnd', 'NoNewPrivs', 'Seccomp:'))],
    }
";
    let mut function = host.python(code).await;
    let answer = function.answer("{}").await;
    assert_eq!(answer["interfaces"], json!(1), "only loopback");
    assert_eq!(answer["uid"], json!(993));
    assert_eq!(answer["processes"], json!(2), "its first process and itself");
    assert_eq!(answer["write_root"], json!("Read-only file system"));
    assert_eq!(answer["write_code"], json!("Read-only file system"));
    assert_eq!(answer["write_tmp"], json!("done"));
    assert_eq!(answer["first_process"], json!("Permission denied"));
    assert_eq!(answer["capabilities"], json!(["0000000000000000", "0000000000000000", "1", "2"]));
    let etc = answer["etc"].to_string();
    assert!(!etc.contains("shadow") && !etc.contains("hostname"), "{etc}");
    let root = answer["root"].to_string();
    for absent in ["home", "sys", "run", "work", "boot", "old_root"] {
        assert!(!root.contains(&format!("\"{absent}\"")), "{root}");
    }
}
