//! ONE-FILE: the two processes do not write the same file.

use crate::check::{Judge, Look};
use crate::dll::Notice;
use crate::model::Process;
use crate::ras::Callout;

crate::rule! {
    /// The service has two processes, and each has its own copy of the DLL (SERIAL-05). One that opens its log for the time
    /// that it is loaded has it open twice, and each copy writes as if it were alone: one may empty what the other has
    /// written, lines come in the order in which buffers are written out, and on Windows the second may not get the file
    /// at all.
    ///
    /// When a native DLL is about to be terminated, mockras looks at the files that its process has open for writing, and
    /// tells of one that another process of the service had open as well. It does not see files that are closed again
    /// within a callout, nor what is in them.
    id: "ONE-FILE",
    name: "a-file-has-one-process",
    applies_to: Stop,
    check: has_one_process,
    holds: r#"
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  call   ip/1   TerminateDll = NO_ERROR
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   TerminateDll = NO_ERROR
    "# with r#"
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  saw    ip/1   shares: a file that conn/1 writes
    "#,
    fault: "writes-one-file",
}

fn has_one_process(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in
        look.calls_of(Callout::TerminateDll).filter(|call| call.instance.process == Process::Addresses)
    {
        let shared = look.noticed_in(call).find_map(|notice| {
            let Notice::Shares(file) = notice else { return None };
            Some(file)
        });
        judge.expect(
            shared.is_none(),
            call,
            || format!("it writes {} too", shared.map_or("", String::as_str)),
            "a file of its own, or one that is opened for as long as a line takes",
        );
    }
}
