//! What becomes of a call of an administration function that is not to be made where it is made (REENTRY-01, REENTRY-02).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use mockras::dll::admin::{self, Call, FORBIDDEN, Permission};
use mockras::ras::{Callout, Code, ForbiddenCall, Function};

static WATCHDOG: AtomicBool = AtomicBool::new(false);
static BEFORE_END: Mutex<Option<BeforeEnd>> = Mutex::new(None);

/// A function that is told of a forbidden call that will not return: which function was called, inside which callout.
pub type BeforeEnd = fn(Function, Callout);

/// Says whether somebody ends this process if it hangs. If nobody does, a forbidden call fails where it would hang.
pub fn watchdog(is_there: bool) {
    WATCHDOG.store(is_there, Ordering::Relaxed);
}

/// Sets what is done before a forbidden call hangs or traps. It is the last chance to tell somebody outside of this process.
pub fn before_end(tell: Option<BeforeEnd>) {
    *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner) = tell;
}

/// A call that is answered, or the result of a call that must not be made.
pub(super) fn allowed(function: Function) -> Result<Call, Code> {
    let (how, callout) = match admin::made(function) {
        Permission::Allowed(call) => return Ok(call),
        Permission::Forbidden(how, callout) => (how, callout),
    };
    match how {
        ForbiddenCall::Fail => {}
        ForbiddenCall::Hang if WATCHDOG.load(Ordering::Relaxed) => {
            tell_before_end(function, callout);
            loop {
                std::thread::park();
            }
        }
        ForbiddenCall::Trap => {
            tell_before_end(function, callout);
            trap();
        }
        // Hang, where nobody watches.
        _ => {
            admin::note(format!("{function} fails instead of hanging: nobody is there to end this process"));
        }
    }
    Err(FORBIDDEN)
}

fn tell_before_end(function: Function, callout: Callout) {
    let tell = *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(tell) = tell {
        tell(function, callout);
    }
}

/// Ends the process, or stops a debugger, which may go on.
fn trap() {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    // SAFETY: N6: a breakpoint changes nothing.
    unsafe {
        std::arch::asm!("int3");
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: N6: a breakpoint changes nothing.
    unsafe {
        std::arch::asm!("brk #0xf000");
    }
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    panic!("a trap: this processor's breakpoint is not known, and a panic cannot leave a C function");
}
