//! What the host needs of a DLL, whatever it is made of.

use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::hosting::Notice;
use crate::abi::{
    AUTH_VALIDATION_EX, BOOL, DWORD, IN6_ADDR, RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2,
    RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1,
};
use crate::model::{CallbacksTable, EntryPoint, LoadFailure, Process};
use crate::ras::{CalloutSet, HostileSet, Name};

/// One instance of a DLL in one process.
///
/// [`AdminDll`](super::AdminDll) is the comfortable way to write one in Rust. This trait is for what stands between:
/// wrappers that misbehave on purpose, and DLLs that are not Rust.
pub trait Plugin {
    /// The functions that it exports. It is asked once, after loading.
    fn exports(&self) -> CalloutSet;

    /// Calls an entry point that it exports, or whose slot it has filled. Returns the return register, whatever it
    /// holds where the function is `VOID`.
    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32;

    /// Whether it has a timer. It is asked once, after loading.
    fn has_timer(&self) -> bool {
        false
    }

    /// Lets its timer run, as at the end of every wait. Administration functions may be called there.
    fn timer(&mut self) {}

    /// What it has to say since it was last asked, for the transcript. It is asked after loading and after every call.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// What was noticed about it since it was last asked. It is asked after every call.
    fn noticed(&mut self) -> Vec<Notice> {
        Vec::new()
    }

    /// Whether it is a file that the system has loaded: threads that nobody here has started are then its (AMB-35).
    fn is_native(&self) -> bool {
        false
    }

    /// The `[in]` arguments that it changed in the last call, where it knows better than the host (DATA-31).
    fn scribbled(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// From now on its arguments are wrong in these ways. Members of structures are the host's; what only pointers can
    /// show is left to do: names that are NULL, and padding. A DLL in Rust takes references, so it sees neither.
    fn pass_hostile(&mut self, _kinds: HostileSet) {}

    /// Whether it could write to `[in]` structures of the host. If not, the host need not compare them after the call.
    fn can_scribble(&self) -> bool {
        true
    }
}

/// The arguments of a call. What the header calls `[in]` must not be changed, and is compared afterwards.
pub enum Arguments<'a> {
    /// The function takes no arguments.
    Nothing,
    /// InitializeDllEx takes the table, which is `[in, out]`.
    Table(&'a mut CallbacksTable),
    /// The connection functions take RAS_CONNECTION_0 to 3, of which each series takes the first two, three or four.
    Connection(&'a mut Connections),
    /// The Ex functions take one structure.
    ConnectionEx(&'a mut RAS_CONNECTION_EX),
    /// The link functions take two structures.
    Link(&'a mut RAS_PORT_0, &'a mut RAS_PORT_1),
    /// GetIpAddressForUser takes user, port, address (`[in, out]`) and notice (`[out]`); ReleaseIpAddress takes no
    /// notice.
    Ipv4(&'a Name, &'a Name, &'a mut DWORD, Option<&'a mut BOOL>),
    /// The functions for IPv6 addresses take the same.
    Ipv6(&'a Name, &'a Name, &'a mut IN6_ADDR, Option<&'a mut BOOL>),
    /// ValidatePreAuthenticatedConnectionEx takes the fixed part, and all of AuthInfo.
    PreAuthenticated(&'a mut AUTH_VALIDATION_EX, &'a [u8]),
}

/// The four structures that the older connection functions take.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Connections {
    /// The functions of every series take it.
    pub c0: RAS_CONNECTION_0,
    /// The functions of every series take it.
    pub c1: RAS_CONNECTION_1,
    /// The functions take it from series 2 on.
    pub c2: RAS_CONNECTION_2,
    /// The functions of series 3 and AcceptReauthentication take it.
    pub c3: RAS_CONNECTION_3,
}

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

/// Loads an instance into a process.
type Loader = dyn Fn(LoadPlace) -> Result<Box<dyn Plugin>, LoadFailure>;

/// A DLL in the registry: its name, and how to load an instance of it into a process. Clones load the same DLL.
#[derive(Clone)]
pub struct Registered {
    name: Rc<str>,
    make: Rc<Loader>,
}

impl Registered {
    /// A DLL that transcripts call `name`; `make` loads one instance into a process of the service.
    pub fn plugin(
        name: impl Into<String>,
        make: impl Fn(LoadPlace) -> Result<Box<dyn Plugin>, LoadFailure> + 'static,
    ) -> Self {
        Self { name: name.into().into(), make: Rc::new(make) }
    }

    /// The name that transcripts give it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same DLL with something to say when it is loaded: the log will have it as warnings.
    pub fn warning(self, warnings: &[String]) -> Self {
        if warnings.is_empty() {
            return self;
        }
        let warnings = warnings.to_vec();
        Self::plugin(self.name().to_owned(), move |place| {
            let inner = self.load(place)?;
            Ok(Box::new(Warned { inner, warnings: warnings.clone() }))
        })
    }

    /// Loads an instance into this process.
    pub fn load(&self, place: LoadPlace) -> Result<Box<dyn Plugin>, LoadFailure> {
        (self.make)(place)
    }
}

/// A DLL about which there is something to say.
struct Warned {
    inner: Box<dyn Plugin>,
    warnings: Vec<String>,
}

impl Plugin for Warned {
    fn exports(&self) -> CalloutSet {
        self.inner.exports()
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        self.inner.call(entry, arguments)
    }

    fn has_timer(&self) -> bool {
        self.inner.has_timer()
    }

    fn timer(&mut self) {
        self.inner.timer();
    }

    fn notes(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.warnings);
        notes.extend(self.inner.notes());
        notes
    }

    fn noticed(&mut self) -> Vec<Notice> {
        self.inner.noticed()
    }

    fn scribbled(&mut self) -> Vec<String> {
        self.inner.scribbled()
    }

    fn pass_hostile(&mut self, kinds: HostileSet) {
        self.inner.pass_hostile(kinds);
    }

    fn is_native(&self) -> bool {
        self.inner.is_native()
    }

    fn can_scribble(&self) -> bool {
        self.inner.can_scribble()
    }
}
