//! The process that started the server: when it is gone, nobody will ever say `exit`.

use std::time::Duration;

const INTERVAL: Duration = Duration::from_secs(2);

/// Ends this process when the other one ends. A process that cannot be seen from the beginning (another machine's, another
/// container's) is not watched.
pub fn watch(process: u32) {
    if !alive(process) {
        return;
    }
    std::thread::spawn(move || {
        while alive(process) {
            std::thread::sleep(INTERVAL);
        }
        std::process::exit(1);
    });
}

#[cfg(unix)]
fn alive(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
}

/// Elsewhere the end of standard input has to do.
#[cfg(not(unix))]
fn alive(_: u32) -> bool {
    false
}
