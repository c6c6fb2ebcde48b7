//! Every structure with its members, for whoever compares them with other declarations of the same.

/// Hands all structures, in the order of [`STRUCTURES`](crate::abi::STRUCTURES), to a macro: `__each_structure!(my_macro)` is
/// `my_macro! { NAME { member .. } .. }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __each_structure {
    ($($go:tt)*) => { $($go)*! {
            MPRAPI_ADMIN_DLL_CALLBACKS {
                revision lpfnMprAdminGetIpAddressForUser lpfnMprAdminReleaseIpAddress
                lpfnMprAdminGetIpv6AddressForUser lpfnMprAdminReleaseIpV6AddressForUser
                lpfnRasAdminAcceptNewLink lpfnRasAdminLinkHangupNotification lpfnRasAdminTerminateDll
                lpfnRasAdminAcceptNewConnectionEx lpfnRasAdminAcceptEndpointChangeEx
                lpfnRasAdminAcceptReauthenticationEx lpfnRasAdminConnectionHangupNotificationEx
                lpfnRASValidatePreAuthenticatedConnectionEx
            }
            MPRAPI_OBJECT_HEADER { revision r#type size }
            RAS_CONNECTION_0 {
                hConnection hInterface dwConnectDuration dwInterfaceType dwConnectionFlags wszInterfaceName
                wszUserName wszLogonDomain wszRemoteComputer
            }
            RAS_CONNECTION_1 {
                hConnection hInterface PppInfo dwBytesXmited dwBytesRcved dwFramesXmited dwFramesRcved
                dwCrcErr dwTimeoutErr dwAlignmentErr dwHardwareOverrunErr dwFramingErr dwBufferOverrunErr
                dwCompressionRatioIn dwCompressionRatioOut
            }
            RAS_CONNECTION_2 { hConnection wszUserName dwInterfaceType guid PppInfo2 }
            RAS_CONNECTION_3 {
                dwVersion dwSize hConnection wszUserName dwInterfaceType guid PppInfo3 rasQuarState timer
            }
            RAS_CONNECTION_EX {
                Header dwConnectDuration dwInterfaceType dwConnectionFlags wszInterfaceName wszUserName
                wszLogonDomain wszRemoteComputer guid rasQuarState probationTime dwBytesXmited dwBytesRcved
                dwFramesXmited dwFramesRcved dwCrcErr dwTimeoutErr dwAlignmentErr dwHardwareOverrunErr
                dwFramingErr dwBufferOverrunErr dwCompressionRatioIn dwCompressionRatioOut dwNumSwitchOvers
                wszRemoteEndpointAddress wszLocalEndpointAddress ProjectionInfo hConnection hInterface
            }
            RAS_CONNECTION_4 {
                dwConnectDuration dwInterfaceType dwConnectionFlags wszInterfaceName wszUserName
                wszLogonDomain wszRemoteComputer guid rasQuarState probationTime connectionStartTime
                ullBytesXmited ullBytesRcved dwFramesXmited dwFramesRcved dwCrcErr dwTimeoutErr
                dwAlignmentErr dwHardwareOverrunErr dwFramingErr dwBufferOverrunErr dwCompressionRatioIn
                dwCompressionRatioOut dwNumSwitchOvers wszRemoteEndpointAddress wszLocalEndpointAddress
                ProjectionInfo hConnection hInterface dwDeviceType
            }
            RAS_PORT_0 {
                hPort hConnection dwPortCondition dwTotalNumberOfCalls dwConnectDuration wszPortName
                wszMediaName wszDeviceName wszDeviceType
            }
            RAS_PORT_1 {
                hPort hConnection dwHardwareCondition dwLineSpeed dwBytesXmited dwBytesRcved dwFramesXmited
                dwFramesRcved dwCrcErr dwTimeoutErr dwAlignmentErr dwHardwareOverrunErr dwFramingErr
                dwBufferOverrunErr dwCompressionRatioIn dwCompressionRatioOut
            }
            RAS_PORT_2 {
                hPort hConnection dwConn_State wszPortName wszMediaName wszDeviceName wszDeviceType
                dwHardwareCondition dwLineSpeed dwCrcErr dwSerialOverRunErrs dwTimeoutErr dwAlignmentErr
                dwHardwareOverrunErr dwFramingErr dwBufferOverrunErr dwCompressionRatioIn
                dwCompressionRatioOut dwTotalErrors ullBytesXmited ullBytesRcved ullFramesXmited
                ullFramesRcved ullBytesTxUncompressed ullBytesTxCompressed ullBytesRcvUncompressed
                ullBytesRcvCompressed
            }
            PPP_NBFCP_INFO { dwError wszWksta }
            PPP_IPCP_INFO { dwError wszAddress wszRemoteAddress }
            PPP_IPCP_INFO2 { dwError wszAddress wszRemoteAddress dwOptions dwRemoteOptions }
            PPP_IPXCP_INFO { dwError wszAddress }
            PPP_ATCP_INFO { dwError wszAddress }
            PPP_CCP_INFO { dwError dwCompressionAlgorithm dwOptions dwRemoteCompressionAlgorithm dwRemoteOptions }
            PPP_LCP_INFO {
                dwError dwAuthenticationProtocol dwAuthenticationData dwRemoteAuthenticationProtocol
                dwRemoteAuthenticationData dwTerminateReason dwRemoteTerminateReason dwOptions
                dwRemoteOptions dwEapTypeId dwRemoteEapTypeId
            }
            PPP_IPV6_CP_INFO {
                dwVersion dwSize dwError bInterfaceIdentifier bRemoteInterfaceIdentifier dwOptions
                dwRemoteOptions bPrefix dwPrefixLength
            }
            PPP_INFO { nbf ip ipx at }
            PPP_INFO_2 { nbf ip ipx at ccp lcp }
            PPP_INFO_3 { nbf ip ipv6 ccp lcp }
            PPP_PROJECTION_INFO {
                dwIPv4NegotiationError wszAddress wszRemoteAddress dwIPv4Options dwIPv4RemoteOptions
                IPv4SubInterfaceIndex dwIPv6NegotiationError bInterfaceIdentifier bRemoteInterfaceIdentifier
                bPrefix dwPrefixLength IPv6SubInterfaceIndex dwLcpError dwAuthenticationProtocol
                dwAuthenticationData dwRemoteAuthenticationProtocol dwRemoteAuthenticationData
                dwLcpTerminateReason dwLcpRemoteTerminateReason dwLcpOptions dwLcpRemoteOptions dwEapTypeId
                dwRemoteEapTypeId dwCcpError dwCompressionAlgorithm dwCcpOptions
                dwRemoteCompressionAlgorithm dwCcpRemoteOptions
            }
            IKEV2_PROJECTION_INFO {
                dwIPv4NegotiationError wszAddress wszRemoteAddress IPv4SubInterfaceIndex
                dwIPv6NegotiationError bInterfaceIdentifier bRemoteInterfaceIdentifier bPrefix
                dwPrefixLength IPv6SubInterfaceIndex dwOptions dwAuthenticationProtocol dwEapTypeId
                dwCompressionAlgorithm dwEncryptionMethod
            }
            PROJECTION_INFO { projectionInfoType Anonymous }
            PPP_PROJECTION_INFO2 {
                dwIPv4NegotiationError wszAddress wszRemoteAddress dwIPv4Options dwIPv4RemoteOptions
                IPv4SubInterfaceIndex dwIPv6NegotiationError bInterfaceIdentifier bRemoteInterfaceIdentifier
                bPrefix dwPrefixLength IPv6SubInterfaceIndex dwLcpError dwAuthenticationProtocol
                dwAuthenticationData dwRemoteAuthenticationProtocol dwRemoteAuthenticationData
                dwLcpTerminateReason dwLcpRemoteTerminateReason dwLcpOptions dwLcpRemoteOptions dwEapTypeId
                dwEmbeddedEAPTypeId dwRemoteEapTypeId dwCcpError dwCompressionAlgorithm dwCcpOptions
                dwRemoteCompressionAlgorithm dwCcpRemoteOptions
            }
            IKEV2_PROJECTION_INFO2 {
                dwIPv4NegotiationError wszAddress wszRemoteAddress IPv4SubInterfaceIndex
                dwIPv6NegotiationError bInterfaceIdentifier bRemoteInterfaceIdentifier bPrefix
                dwPrefixLength IPv6SubInterfaceIndex dwOptions dwAuthenticationProtocol dwEapTypeId
                dwEmbeddedEAPTypeId dwCompressionAlgorithm dwEncryptionMethod
            }
            PROJECTION_INFO2 { projectionInfoType Anonymous }
            RAS_UPDATE_CONNECTION { Header dwIfIndex wszLocalEndpointAddress wszRemoteEndpointAddress }
            AUTH_VALIDATION_EX { Header hRasConnection wszUserName wszLogonDomain AuthInfoSize AuthInfo }
    } };
}
