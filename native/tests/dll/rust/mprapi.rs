//! The stand-in for mprapi.dll.
//!
//! On Windows a DLL under test imports `MprAdminPortEnum` and its like from a DLL of this name. This one lies beside the
//! executable, is found before that of the system, and passes every call on to the executable, which attaches itself
//! after loading it. On other systems the executable exports the functions itself, and nothing needs this.
#![allow(unsafe_code, reason = "native code calls it, and it calls native code")]
#![allow(non_snake_case, reason = "the functions have the names of the header")]

use std::sync::RwLock;

use mockras_native::ffi::recorder::Recorders;

static ATTACHED: RwLock<Option<Recorders>> = RwLock::new(None);

fn attached() -> Option<Recorders> {
    ATTACHED.read().ok().and_then(|attached| *attached)
}

/// The executable offers its recorders; NULL takes them back.
///
/// # Safety
///
/// The table is NULL, or that of the executable, built from the same version of mockras.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn mockras_attach(table: *const Recorders) {
    // SAFETY: the caller vouches for a table that is not NULL.
    let table = unsafe { table.as_ref() }.copied();
    if let Ok(mut attached) = ATTACHED.write() {
        *attached = table;
    }
}

/// What a function gives back while no executable is attached: no service runs.
trait Detached {
    const RESULT: Self;
}

impl Detached for u32 {
    /// The code ERROR_DDM_NOT_RUNNING: nobody has attached the recorders.
    const RESULT: Self = 903;
}

impl Detached for u64 {
    const RESULT: Self = 0;
}

impl Detached for i32 {
    const RESULT: Self = 0;
}

impl Detached for () {
    const RESULT: Self = ();
}

macro_rules! forward {
    ($($abi:literal fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        /// Passes the call on.
        ///
        /// # Safety
        ///
        /// As for the recorder of that name.
        #[unsafe(no_mangle)]
        pub unsafe extern $abi fn $name($($argument: $type),*) -> $result {
            match attached() {
                // SAFETY: the caller vouches for the arguments, which are passed on as they are.
                Some(recorders) => unsafe { (recorders.$name)($($argument),*) },
                None => <$result as Detached>::RESULT,
            }
        }
    )*};
}

mockras_native::each_recorder!(forward);
