//! The pages that state the contract.

/// A page of the public documentation, or what stands in for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The title of the page.
    pub title: &'static str,
    /// The address of the page.
    pub url: &'static str,
}

/// The address of a page, from the place where it stands and the end of its address.
macro_rules! address {
    (guide $end:literal) => {
        concat!("https://learn.microsoft.com/en-us/windows/win32/rras/", $end)
    };
    (api $end:literal) => {
        concat!("https://learn.microsoft.com/en-us/windows/win32/api/mprapi/", $end)
    };
    (sample $end:literal) => {
        concat!(
            "https://github.com/microsoft/Windows-classic-samples/blob/main/Samples/Win7Samples/netds/rras/callout/",
            $end
        )
    };
    (other $end:literal) => {
        concat!("https://", $end)
    };
}

macro_rules! pages {
    ($($name:ident $title:literal $place:ident $end:literal;)*) => {
        $(pub(super) const $name: Page = Page { title: $title, url: address!($place $end) };)*
    };
}

pages! {
    GUIDE_DLL "RAS Administration DLL" guide "ras-administration-dll";
    GUIDE_FUNCTIONS "RAS Administration DLL functions" guide "ras-admin-dll-functions";
    GUIDE_REGISTRY "RAS Administration DLL registry setup" guide "ras-administration-dll-registry-setup";
    GUIDE_ADMINISTRATION "RAS Administration Functions" guide "ras-administration-functions";
    GUIDE_USERS "RAS User Administration Functions" guide "ras-user-administration-functions";
    GUIDE_ERRORS "Routing and Remote Access error codes" guide "routing-and-remote-access-error-codes";
    GUIDE_PORTS "RAS server and port administration" guide "ras-server-and-port-administration";
    COMPARISON "Function comparison: Windows 2000 versus RRAS redistributable"
        guide "function-comparison-windows-2000-versus-rras-redistributable";

    OLD_DLL "RAS Administration DLL (Windows NT 4.0)" guide "ras-administration-dll-ras";
    OLD_FUNCTIONS "RAS Administration DLL functions (Windows NT 4.0)" guide "ras-administration-dll-functions";
    OLD_REGISTRY "RAS Administration DLL registry setup (Windows NT 4.0)"
        guide "ras-administration-dll-registry-setup-ras";
    OLD_ACCEPT "RasAdminAcceptNewConnection" guide "rasadminacceptnewconnection";
    OLD_HANGUP "RasAdminConnectionHangupNotification" guide "rasadminconnectionhangupnotification";
    OLD_GET "RasAdminGetIpAddressForUser" guide "rasadmingetipaddressforuser";
    OLD_RELEASE "RasAdminReleaseIpAddress" guide "rasadminreleaseipaddress";

    INITIALIZE "MprAdminInitializeDll" api "nf-mprapi-mpradmininitializedll";
    INITIALIZE_EX "MprAdminInitializeDllEx" api "nf-mprapi-mpradmininitializedllex";
    TERMINATE "MprAdminTerminateDll" api "nf-mprapi-mpradminterminatedll";
    ACCEPT0 "MprAdminAcceptNewConnection" api "nf-mprapi-mpradminacceptnewconnection";
    ACCEPT2 "MprAdminAcceptNewConnection2" api "nf-mprapi-mpradminacceptnewconnection2";
    ACCEPT3 "MprAdminAcceptNewConnection3" api "nf-mprapi-mpradminacceptnewconnection3";
    ACCEPT_EX "MprAdminAcceptNewConnectionEx" api "nf-mprapi-mpradminacceptnewconnectionex";
    HANGUP0 "MprAdminConnectionHangupNotification" api "nf-mprapi-mpradminconnectionhangupnotification";
    HANGUP2 "MprAdminConnectionHangupNotification2" api "nf-mprapi-mpradminconnectionhangupnotification2";
    HANGUP3 "MprAdminConnectionHangupNotification3" api "nf-mprapi-mpradminconnectionhangupnotification3";
    HANGUP_EX "MprAdminConnectionHangupNotificationEx" api "nf-mprapi-mpradminconnectionhangupnotificationex";
    REAUTHENTICATE "MprAdminAcceptReauthentication" api "nf-mprapi-mpradminacceptreauthentication";
    REAUTHENTICATE_EX "MprAdminAcceptReauthenticationEx" api "nf-mprapi-mpradminacceptreauthenticationex";
    LINK "MprAdminAcceptNewLink" api "nf-mprapi-mpradminacceptnewlink";
    LINK_HANGUP "MprAdminLinkHangupNotification" api "nf-mprapi-mpradminlinkhangupnotification";
    GET4 "MprAdminGetIpAddressForUser" api "nf-mprapi-mpradmingetipaddressforuser";
    RELEASE4 "MprAdminReleaseIpAddress" api "nf-mprapi-mpradminreleaseipaddress";
    GET6 "MprAdminGetIpv6AddressForUser" api "nf-mprapi-mpradmingetipv6addressforuser";
    RELEASE6 "MprAdminReleaseIpv6AddressForUser" api "nf-mprapi-mpradminreleaseipv6addressforuser";

    CONNECTION_ENUM "MprAdminConnectionEnum" api "nf-mprapi-mpradminconnectionenum";
    CONNECTION_INFO "MprAdminConnectionGetInfo" api "nf-mprapi-mpradminconnectiongetinfo";
    REMOVE_QUARANTINE "MprAdminConnectionRemoveQuarantine"
        api "nf-mprapi-mpradminconnectionremovequarantine";
    PORT_ENUM "MprAdminPortEnum" api "nf-mprapi-mpradminportenum";
    PORT_INFO "MprAdminPortGetInfo" api "nf-mprapi-mpradminportgetinfo";
    PORT_DISCONNECT "MprAdminPortDisconnect" api "nf-mprapi-mpradminportdisconnect";
    BUFFER_FREE "MprAdminBufferFree" api "nf-mprapi-mpradminbufferfree";

    CALLBACKS "MPRAPI_ADMIN_DLL_CALLBACKS" api "ns-mprapi-mprapi_admin_dll_callbacks";
    CONNECTION0 "RAS_CONNECTION_0" api "ns-mprapi-ras_connection_0";
    CONNECTION1 "RAS_CONNECTION_1" api "ns-mprapi-ras_connection_1";
    CONNECTION2 "RAS_CONNECTION_2" api "ns-mprapi-ras_connection_2";
    CONNECTION3 "RAS_CONNECTION_3" api "ns-mprapi-ras_connection_3";
    CONNECTION4 "RAS_CONNECTION_4" api "ns-mprapi-ras_connection_4";
    CONNECTION_EX "RAS_CONNECTION_EX" api "ns-mprapi-ras_connection_ex";
    PORT0 "RAS_PORT_0" api "ns-mprapi-ras_port_0";
    PORT1 "RAS_PORT_1" api "ns-mprapi-ras_port_1";
    PROJECTION "PROJECTION_INFO" api "ns-mprapi-projection_info";
    PPP_PROJECTION "PPP_PROJECTION_INFO" api "ns-mprapi-ppp_projection_info";
    IKEV2_PROJECTION "IKEV2_PROJECTION_INFO" api "ns-mprapi-ikev2_projection_info";
    UPDATE "RAS_UPDATE_CONNECTION" api "ns-mprapi-ras_update_connection";
    AUTH_VALIDATION "AUTH_VALIDATION_EX" api "ns-mprapi-auth_validation_ex";
    OBJECT_HEADER "MPRAPI_OBJECT_HEADER" api "ns-mprapi-mprapi_object_header";
    OBJECT_TYPE "MPRAPI_OBJECT_TYPE" api "ne-mprapi-mprapi_object_type";
    IPCP "PPP_IPCP_INFO" api "ns-mprapi-ppp_ipcp_info";
    IPCP2 "PPP_IPCP_INFO2" api "ns-mprapi-ppp_ipcp_info2";
    IPV6CP "PPP_IPV6_CP_INFO" api "ns-mprapi-ppp_ipv6_cp_info";
    NBF "PPP_NBFCP_INFO" api "ns-mprapi-ppp_nbfcp_info";
    IPX "PPP_IPXCP_INFO" api "ns-mprapi-ppp_ipxcp_info";
    APPLETALK "PPP_ATCP_INFO" api "ns-mprapi-ppp_atcp_info";
    CCP "PPP_CCP_INFO" api "ns-mprapi-ppp_ccp_info";
    LCP "PPP_LCP_INFO" api "ns-mprapi-ppp_lcp_info";
    QUARANTINE "RAS_QUARANTINE_STATE" api "ne-mprapi-ras_quarantine_state";
    PORT_CONDITION "RAS_PORT_CONDITION" api "ne-mprapi-ras_port_condition";
    HARDWARE_CONDITION "RAS_HARDWARE_CONDITION" api "ne-mprapi-ras_hardware_condition";
    INTERFACE_TYPE "ROUTER_INTERFACE_TYPE" api "ne-mprapi-router_interface_type";

    SAMPLE_README "Sample of an administration DLL: ReadMe.Txt" sample "ReadMe.Txt";
    SAMPLE_C "Sample of an administration DLL: AdminDll.c" sample "AdminDll.c";
    WIRE "MS-RRASM: Routing and Remote Access Server management protocol"
        other "learn.microsoft.com/en-us/openspecs/windows_protocols/ms-rrasm/";
    METADATA "windows-sys: Win32::NetworkManagement::Rras"
        other "docs.rs/windows-sys/0.61.2/windows_sys/Win32/NetworkManagement/Rras/";
    METADATA_ISSUE "win32metadata issue 1961: PMPRADMINCONNECTIONHANGUPNOTIFICATION3"
        other "github.com/microsoft/win32metadata/issues/1961";
    MINGW "mingw-w64: mprapi.h"
        other "github.com/mingw-w64/mingw-w64/blob/master/mingw-w64-headers/include/mprapi.h";
}
