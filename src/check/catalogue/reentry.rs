//! Duties about calls back into the service, which a callout may not make.

use crate::check::row::rows;

rows! {
    "REENTRY-01" "no administration functions" Dll Stated "all" [GUIDE_DLL, GUIDE_ADMINISTRATION] []
        "The DLL calls no RAS Administration Function, such as MprAdminConnectionEnum, inside a callout."
        => Rule;

    "REENTRY-02" "no user administration functions" Dll Stated "all" [GUIDE_DLL, GUIDE_USERS] []
        "The DLL calls no RAS User Administration Function, such as MprAdminUserGetInfo, inside a callout."
        => Rule;

    "REENTRY-03" "forbidden calls do not return" Service Stated "all" [GUIDE_DLL] []
        "The service does not let a RAS administration or user administration function return that was \
         called inside a callout."
        => Proven("tests/proof/forbidden_calls_do_not_return.rs");

    "REENTRY-04" "not in AcceptNewConnection" Dll Stated "all" [ACCEPT0] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminAcceptNewConnection."
        => Rule;

    "REENTRY-05" "not in AcceptNewConnection2" Dll Stated "2000 and later" [ACCEPT2] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminAcceptNewConnection2."
        => Rule;

    "REENTRY-06" "not in AcceptNewConnection3" Dll Stated "2008 and later" [ACCEPT3] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminAcceptNewConnection3."
        => Rule;

    "REENTRY-07" "not in AcceptNewLink" Dll Stated "all" [LINK] []
        "The DLL calls no RAS administration or user administration function inside MprAdminAcceptNewLink."
        => Rule;

    "REENTRY-08" "not in AcceptReauthentication" Dll Stated "2008 and later" [REAUTHENTICATE] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminAcceptReauthentication."
        => Rule;

    "REENTRY-09" "not in ConnectionHangupNotification" Dll Stated "all" [HANGUP0] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminConnectionHangupNotification."
        => Rule;

    "REENTRY-10" "not in ConnectionHangupNotification2" Dll Stated "2000 and later" [HANGUP2] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminConnectionHangupNotification2."
        => Rule;

    "REENTRY-11" "not in ConnectionHangupNotification3" Dll Stated "2008 and later" [HANGUP3] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminConnectionHangupNotification3."
        => Rule;

    "REENTRY-12" "not in LinkHangupNotification" Dll Stated "all" [LINK_HANGUP] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminLinkHangupNotification."
        => Rule;

    "REENTRY-13" "not in GetIpAddressForUser" Dll Stated "all" [GET4] []
        "The DLL calls no RAS administration or user administration function inside \
         MprAdminGetIpAddressForUser."
        => Rule;

    "REENTRY-14" "not in ReleaseIpAddress" Dll Stated "all" [RELEASE4] []
        "The DLL calls no RAS administration or user administration function inside MprAdminReleaseIpAddress."
        => Rule;

    "REENTRY-15" "pages without the rule"
        Dll Silent "2000 and later" [
            INITIALIZE, INITIALIZE_EX, TERMINATE, ACCEPT_EX, REAUTHENTICATE_EX, HANGUP_EX, GET6,
            RELEASE6, CALLBACKS,
        ] [35]
        "The DLL may or may not call RAS administration functions where the page of the callout is silent: \
         when it starts or stops, in Ex and IPv6 callouts, in those that no page describes."
        => Rule;
}
