//! Where a DLL is loaded.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::Process;

/// A process of one run of the service.
///
/// A DLL that is loaded twice into one place is one module, as LoadLibrary has it. No two places share anything, even
/// if this process plays both: each has its own statics (SERIAL-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadPlace {
    run: u32,
    process: Process,
}

impl LoadPlace {
    /// The only process of a run that nothing else belongs to.
    ///
    /// ```
    /// use mockras::dll::LoadPlace;
    /// use mockras::model::Process;
    /// let place = LoadPlace::new();
    /// assert_ne!(place, LoadPlace::new());
    /// assert_ne!(place.process(Process::Connections), place.process(Process::Addresses));
    /// ```
    #[expect(clippy::new_without_default, reason = "each is another, which nobody expects of a default")]
    pub fn new() -> Self {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        Self { run: RUNS.fetch_add(1, Ordering::Relaxed), process: Process::Only }
    }

    /// That process of the same run.
    #[must_use]
    pub fn process(self, process: Process) -> Self {
        Self { process, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_is_the_same_for_the_same_process_of_the_same_run() {
        let place = LoadPlace::new();
        assert_eq!(place.process(Process::Addresses), place.process(Process::Addresses));
        assert_ne!(place.process(Process::Addresses), LoadPlace::new().process(Process::Addresses));
    }
}
