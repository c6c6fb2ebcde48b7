//! What Windows offers: pages, and DLLs.

use std::ffi::{CStr, c_void};
use std::os::windows::ffi::OsStrExt;
use std::path::{Path, PathBuf, absolute};
use std::ptr::{self, NonNull};
use std::sync::Once;

use windows_sys::Win32::Foundation::{
    ERROR_BAD_EXE_FORMAT, ERROR_DLL_INIT_FAILED, ERROR_MOD_NOT_FOUND, ERROR_NOACCESS, ERROR_PROC_NOT_FOUND,
    ERROR_TOO_MANY_OPEN_FILES, FreeLibrary, GetLastError,
};
use windows_sys::Win32::System::LibraryLoader::{
    GetModuleHandleW, GetProcAddress, LOAD_LIBRARY_AS_DATAFILE, LOAD_WITH_ALTERED_SEARCH_PATH, LoadLibraryExW,
};
use windows_sys::Win32::System::Memory::{
    MEM_COMMIT, MEM_RELEASE, MEM_RESERVE, PAGE_NOACCESS, PAGE_READWRITE, VirtualAlloc, VirtualFree,
    VirtualProtect,
};
use windows_sys::Win32::System::SystemInformation::{GetSystemInfo, SYSTEM_INFO};

use super::crash;
use super::recorder::Recorders;

/// The handle of a loaded DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle(usize);

/// Whether the file of a loaded DLL can be removed.
pub(super) const LOADED_FILES_CAN_GO: bool = false;

/// The extension of a private copy.
pub(super) const EXTENSION: &str = ".dll";

/// Bytes in a page.
pub(super) fn page_size() -> usize {
    let mut info = SYSTEM_INFO::default();
    // SAFETY: N6; `info` is there to be written.
    unsafe { GetSystemInfo(&raw mut info) };
    usize::try_from(info.dwPageSize).unwrap_or(4096)
}

/// Pages that cannot be touched yet.
pub(super) fn reserve(length: usize) -> Option<NonNull<u8>> {
    // SAFETY: N6; the system chooses the place.
    let base = unsafe { VirtualAlloc(ptr::null(), length, MEM_RESERVE | MEM_COMMIT, PAGE_NOACCESS) };
    NonNull::new(base.cast())
}

/// Lets whole pages be read and written, or not be touched at all.
///
/// # Safety
///
/// The pages lie in what [`reserve`] gave, and no reference to them exists that the change would break.
pub(super) unsafe fn protect(base: NonNull<u8>, length: usize, is_open: bool) -> bool {
    let access = if is_open { PAGE_READWRITE } else { PAGE_NOACCESS };
    let mut before = 0;
    // SAFETY: the caller's promise.
    unsafe { VirtualProtect(base.as_ptr().cast(), length, access, &raw mut before) != 0 }
}

/// Gives pages back to the system.
///
/// # Safety
///
/// They are what [`reserve`] gave, as a whole, and nobody uses them any more.
pub(super) unsafe fn release(base: NonNull<u8>, _: usize) {
    // SAFETY: the caller's promise.
    unsafe { VirtualFree(base.as_ptr().cast(), 0, MEM_RELEASE) };
}

/// Whether a process has no handle left.
pub(super) fn is_out_of_files(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(ERROR_TOO_MANY_OPEN_FILES.cast_signed())
}

/// Loads the DLL in this file; DLLs that it needs may lie beside it.
///
/// # Errors
///
/// What went wrong, in words of ours: those of Windows depend on its language.
pub(super) fn load(path: &Path) -> Result<Handle, String> {
    static STAND_IN: Once = Once::new();
    STAND_IN.call_once(load_stand_in);
    open(path).ok_or_else(last_error)
}

fn open(path: &Path) -> Option<Handle> {
    let path = wide(path);
    // SAFETY: N6. The code that runs is the DLL's, see N2.
    let handle = unsafe { LoadLibraryExW(path.as_ptr(), ptr::null_mut(), LOAD_WITH_ALTERED_SEARCH_PATH) };
    NonNull::new(handle).map(|handle| Handle(handle.as_ptr().expose_provenance()))
}

/// Takes the stand-in for mprapi.dll beside the executable, if there is one, and lets it pass calls on to here.
///
/// It is loaded before any DLL that imports from it: that one is searched for in the folder of the DLL and in that of
/// Windows, but a loaded module of the name comes first. It stays loaded.
fn load_stand_in() {
    let Some(path) = std::env::current_exe().ok().map(|program| program.with_file_name("mprapi.dll")) else {
        return;
    };
    let Some(handle) = path.is_file().then(|| open(&path)).flatten() else { return };
    let [attach] = functions(handle, [c"mockras_attach"]);
    let Some(attach) = attach else { return };
    type Attach = unsafe extern "system" fn(*const Recorders);
    // SAFETY: N1: the module stays loaded. It is part of mockras, and declares the function like this.
    let attach = unsafe { std::mem::transmute::<NonNull<c_void>, Attach>(attach) };
    // SAFETY: N1: the same; the table is copied.
    unsafe { attach(&Recorders::HERE) };
}

/// What [`load`] says if another DLL is not there: Windows does not tell which.
pub(super) const UNNAMED_ABSENCE: &str = "a DLL that it needs was not found";

/// Whether a DLL of this name is there for the DLL in this file. Its code does not run.
pub(super) fn is_found(library: &str, needed_by: &Path) -> bool {
    // These are names for other DLLs, and no files.
    let is_set = ["api-ms-", "ext-ms-"].iter().any(|prefix| library.to_ascii_lowercase().starts_with(prefix));
    if is_set || needed_by.with_file_name(library).is_file() {
        return true;
    }
    let name: Vec<u16> = library.encode_utf16().chain([0]).collect();
    // SAFETY: N6.
    let handle = unsafe { LoadLibraryExW(name.as_ptr(), ptr::null_mut(), LOAD_LIBRARY_AS_DATAFILE) };
    // SAFETY: N6: the handle was just given, or is NULL, which is refused.
    unsafe { FreeLibrary(handle) };
    !handle.is_null()
}

fn last_error() -> String {
    // SAFETY: N6.
    let code = unsafe { GetLastError() };
    match code {
        ERROR_MOD_NOT_FOUND => UNNAMED_ABSENCE.to_owned(),
        ERROR_PROC_NOT_FOUND => "a function that it needs is not in the DLL that should export it".to_owned(),
        ERROR_BAD_EXE_FORMAT => {
            format!(
                "it is not a DLL for {} Windows",
                if cfg!(target_pointer_width = "64") { "64-bit" } else { "32-bit" }
            )
        }
        ERROR_DLL_INIT_FAILED => "its DllMain returned FALSE".to_owned(),
        ERROR_NOACCESS => "it crashed while it was loaded: access violation".to_owned(),
        // What DllMain raised, if the system has no error for it.
        _ => match crash::name_of(code) {
            Some(name) => format!("it crashed while it was loaded: {name}"),
            None => format!("LoadLibraryExW failed with error {code}"),
        },
    }
}

/// The whole path, so that nothing is searched for, with NUL. A point at the end keeps Windows from adding `.dll`.
fn wide(path: &Path) -> Vec<u16> {
    let path: PathBuf = absolute(path).unwrap_or_else(|_| path.to_owned());
    let point = path.extension().is_none().then_some(u16::from(b'.'));
    path.as_os_str().encode_wide().chain(point).chain([0]).collect()
}

/// Lets go of a DLL; the last one unloads it, unless it is one that stays.
///
/// # Safety
///
/// The handle is not used again, and no function of the DLL runs or will be called.
pub(super) unsafe fn unload(handle: Handle) {
    // SAFETY: the caller's promise.
    unsafe { FreeLibrary(ptr::with_exposed_provenance_mut(handle.0)) };
}

/// A file's path as the loader tells it when the file is loaded, in UTF-8.
pub(super) fn path_in_memory(path: &Path) -> Vec<u8> {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut bytes = Vec::new();
    in_utf8(path.as_os_str().encode_wide(), &mut |byte| bytes.push(byte));
    bytes
}

/// The bytes in UTF-8 of text in UTF-16. No memory is taken from the heap.
pub(in crate::ffi) fn in_utf8(units: impl Iterator<Item = u16>, put: &mut dyn FnMut(u8)) {
    for character in char::decode_utf16(units) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        character.encode_utf8(&mut [0; 4]).bytes().for_each(&mut *put);
    }
}

/// Nothing: DLLs for Windows find no hooks.
pub(super) fn library_at(_: usize) -> Option<usize> {
    None
}

/// Whether the DLL in this file is loaded in this process.
pub(super) fn is_resident(path: &Path) -> bool {
    let path = wide(path);
    // SAFETY: N6.
    let handle = unsafe { GetModuleHandleW(path.as_ptr()) };
    !handle.is_null()
}

/// The functions that the DLL exports by these names.
pub(super) fn functions<const N: usize>(handle: Handle, names: [&CStr; N]) -> [Option<NonNull<c_void>>; N] {
    names.map(|name| {
        let module = ptr::with_exposed_provenance_mut(handle.0);
        // SAFETY: N6.
        let found = unsafe { GetProcAddress(module, name.as_ptr().cast()) };
        NonNull::new(ptr::with_exposed_provenance_mut(found? as usize))
    })
}
