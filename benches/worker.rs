//! What it costs to keep DLLs in children: against playing them in this process, and against starting a program.
//!
//! `cargo bench --bench worker` prints figures that compare with each other, since all are taken in one run.

#![allow(clippy::print_stdout, reason = "the figures are what this program is for")]
#![allow(clippy::disallowed_methods, reason = "time is what is measured")]

mod day;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use day::{days, no_op};
use mockras::pipeline::{Discard, Runner, play};
use mockras::ras::{Policy, Processes};
use mockras::scenario::{Dll, Scenario, Step};
use mockras_native::{InThisProcess, Isolated, worker};

/// The argument that makes a child of this program.
const CHILD: &str = "child";

/// How long each thing is done.
const LONG: Duration = Duration::from_secs(2);

/// A DLL that does nothing, or crashes when it is asked.
const SOURCE: &str = "
unsigned MprAdminInitializeDll(void) { return 0; }
unsigned MprAdminTerminateDll(void) { return 0; }
int MprAdminAcceptNewConnection(void *a, void *b) { CRASH return 1; }
void MprAdminConnectionHangupNotification(void *a, void *b) {}
int MprAdminAcceptNewLink(void *a, void *b) { return 1; }
void MprAdminLinkHangupNotification(void *a, void *b) {}
";

fn isolated() -> Isolated {
    Isolated::of_this_program([CHILD]).expect("this program is somewhere")
}

/// How often a second this can be done.
fn rate(mut act: impl FnMut()) -> f64 {
    act();
    let (begin, mut times) = (Instant::now(), 0u32);
    while begin.elapsed() < LONG {
        act();
        times += 1;
    }
    f64::from(times) / begin.elapsed().as_secs_f64()
}

fn compiled(name: &str, crash: &str) -> Dll {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (source, library) = (folder.join(format!("{name}.c")), folder.join(format!("lib{name}.so")));
    std::fs::write(&source, SOURCE.replace("CRASH", crash)).expect("the source can be written");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let arguments = ["-shared", "-fPIC", "-O1", "-w", "-o"];
    let compiled = Command::new(compiler).args(arguments).args([&library, &source]).status();
    assert!(compiled.expect("a C compiler can be run").success());
    Dll::file(library.to_string_lossy())
}

fn compare(what: &str, scenario: &Scenario) {
    for processes in [Processes::One, Processes::Two] {
        let policy = Policy { processes, ..scenario.policy };
        let scenario = Scenario { policy, ..scenario.clone() };
        let inside = rate(|| InThisProcess.play(&scenario, &mut Discard));
        let kept = rate(|| drop(InThisProcess.run(&scenario)));
        let isolated = isolated();
        let outside = rate(|| isolated.play(&scenario, &mut Discard));
        let kept_outside = rate(|| drop(isolated.run(&scenario)));
        let label = format!("{what}, processes={}", if processes == Processes::One { "one" } else { "two" });
        println!("{label:<44}{inside:>12.0}{outside:>12.0}{:>8.2}", outside / inside);
        let label = format!("{label}, kept");
        println!("{label:<44}{kept:>12.0}{kept_outside:>12.0}{:>8.2}", kept_outside / kept);
    }
}

fn main() {
    if std::env::args().nth(1).is_some_and(|argument| argument == CHILD) {
        worker::child();
        return;
    }
    let (sound, crashes) = (compiled("bench_sound", ""), compiled("bench_crash", "__builtin_trap();"));
    println!("{:<44}{:>12}{:>12}{:>8}", "scenarios a second", "in-process", "isolated", "ratio");
    let one = Scenario { dlls: vec![sound.clone()], ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
    compare("native, one dial", &one);
    compare("native, 100 days", &Scenario { dlls: vec![sound], ..days(100) });
    compare("stock, 100 days", &days(100));
    let floor = rate(|| play(&days(100), &no_op(), &mut Discard));
    println!("{:<44}{floor:>12.0}", "in Rust and in-process, 100 days");

    let spawned = rate(|| {
        let program = std::env::current_exe().expect("this program is somewhere");
        let mut child = Command::new(program)
            .arg(CHILD)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command can be started");
        child.wait().expect("it ends");
    });
    let policy = Policy { processes: Processes::One, ..one.policy };
    let crash = Scenario { policy, dlls: vec![crashes], ..one };
    let isolated = isolated();
    let crashed = rate(|| isolated.play(&crash, &mut Discard));
    println!("{:<44}{:>12}{:>12}{:>8}", "times a second", "spawned", "crashed", "ratio");
    println!(
        "{:<44}{spawned:>12.0}{crashed:>12.0}{:>8.2}",
        "a child that ends at once, one that crashes",
        crashed / spawned
    );
}
