//! Names of Windows that sources of DLLs call and that `include/` does not have.

/// Functions without their A or W, sorted. What is in `include/` is defined in the DLL, and never missed.
const ELSEWHERE: [&str; 58] = [
    "CertOpenStore",
    "CoCreateInstance",
    "CoInitialize",
    "CoInitializeEx",
    "CoUninitialize",
    "CopyFile",
    "CreateFileMapping",
    "CreateNamedPipe",
    "CreateProcess",
    "CreateThreadpoolTimer",
    "CreateTimerQueue",
    "CreateTimerQueueTimer",
    "CreateWaitableTimer",
    "CryptAcquireContext",
    "CryptGenRandom",
    "DeviceIoControl",
    "DsGetDcName",
    "DuplicateHandle",
    "FindClose",
    "FindFirstFile",
    "FindNextFile",
    "GetAdaptersAddresses",
    "GetAdaptersInfo",
    "GetDateFormat",
    "GetNativeSystemInfo",
    "GetOverlappedResult",
    "GetPrivateProfileInt",
    "GetPrivateProfileString",
    "GetSystemInfo",
    "GetTimeFormat",
    "GetTokenInformation",
    "GetVersion",
    "GetVersionEx",
    "GetVolumeInformation",
    "GlobalMemoryStatus",
    "ImpersonateLoggedOnUser",
    "LoadString",
    "LogonUser",
    "LookupAccountName",
    "LookupAccountSid",
    "MapViewOfFile",
    "MessageBox",
    "NetApiBufferFree",
    "NetGetDCName",
    "NetLocalGroupGetMembers",
    "NetUserGetGroups",
    "NetUserGetInfo",
    "NetUserGetLocalGroups",
    "OpenProcess",
    "OpenProcessToken",
    "OpenThreadToken",
    "QueueUserWorkItem",
    "RegDeleteKey",
    "RegNotifyChangeKeyValue",
    "RegQueryInfoKey",
    "RevertToSelf",
    "WTSSendMessage",
    "WritePrivateProfileString",
];

/// Whether a function of this name is one of Windows that is only there.
pub(super) fn is_of_windows(name: &str) -> bool {
    let is_known = |name: &str| ELSEWHERE.binary_search(&name).is_ok();
    is_known(name) || name.strip_suffix(['A', 'W']).is_some_and(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_windows_are_known_for_both_kinds_of_text() {
        assert!(ELSEWHERE.is_sorted());
        for name in ["NetUserGetInfo", "LogonUserW", "GetPrivateProfileStringA", "CoCreateInstance"] {
            assert!(is_of_windows(name), "{name}");
        }
        for name in ["strlen", "LogonUserX", "MprAdminUserGetInfo", "W", ""] {
            assert!(!is_of_windows(name), "{name}");
        }
    }
}
