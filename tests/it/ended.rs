//! What becomes of the values of DLLs when the process that they play to be in has ended.

use std::cell::Cell;
use std::rc::Rc;

use mockras::dll::{AdminDll, Exports, ProcessEnds, Registered};
use mockras::pipeline::Runner;
use mockras::scenario::{Scenario, Step};

/// Ends its process when somebody dials in. Its value panics when it goes after that.
struct Ends {
    held: Rc<Cell<u32>>,
    has_ended: bool,
}

impl AdminDll for Ends {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection: Some(|dll, _, _| {
                dll.has_ended = true;
                std::panic::panic_any(ProcessEnds("it ends".to_owned()))
            }),
            connection_hangup_notification: Some(|_, _, _| ()),
            ..Exports::links_accepted()
        }
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        self.held.set(self.held.get() - 1);
        assert!(!self.has_ended, "it panics when it goes");
    }
}

#[test]
fn values_of_a_process_that_has_ended_go_and_their_panics_are_not_heard() {
    let held = Rc::new(Cell::new(0));
    let made = Rc::clone(&held);
    let dlls = [Registered::new("ends", move || {
        made.set(made.get() + 1);
        Ends { held: Rc::clone(&made), has_ended: false }
    })];
    let dial = || Step::dial("VPN2-0", "alice");
    let transcript = dlls.run(&Scenario::of([dial(), Step::Start, dial()])).to_string();
    assert_eq!(held.get(), 0, "{transcript}");
    assert_eq!(transcript.matches("!! it ends").count(), 2, "both starts load it: {transcript}");
    assert!(!transcript.contains("when it goes"), "{transcript}");
}
