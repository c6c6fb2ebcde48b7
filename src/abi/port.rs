//! The structures that describe a port.

use super::constant::{
    MAX_DEVICE_NAME, MAX_DEVICETYPE_NAME, MAX_MEDIA_NAME, MAX_PORT_NAME, RAS_HARDWARE_CONDITION,
    RAS_PORT_CONDITION,
};
use super::layout::structure;
use super::scalar::{DWORD, HANDLE, ULONG64, WCHAR};

structure! {
    /// What a port is and what it does. It is the first argument of the link callouts.
    RAS_PORT_0: x64 392 / 8, x86 380 / 4;
    /// The handle of the port, which is the same in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The handle of the connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// One of the `RAS_PORT_*` conditions.
    dwPortCondition: RAS_PORT_CONDITION | 16 | 8,
    /// The number of calls that the port ever served.
    dwTotalNumberOfCalls: DWORD | 20 | 12,
    /// The seconds since the port was connected.
    dwConnectDuration: DWORD | 24 | 16,
    /// The name of the port.
    wszPortName: [WCHAR; MAX_PORT_NAME + 1] | 28 | 20,
    /// The name of the medium.
    wszMediaName: [WCHAR; MAX_MEDIA_NAME + 1] | 62 | 54,
    /// The name of the device.
    wszDeviceName: [WCHAR; MAX_DEVICE_NAME + 1] | 96 | 88,
    /// The name of the type of device.
    wszDeviceType: [WCHAR; MAX_DEVICETYPE_NAME + 1] | 354 | 346,
}

structure! {
    /// The counters of a port. It is the second argument of the link callouts.
    RAS_PORT_1: x64 72 / 8, x86 64 / 4;
    /// The handle of the port, which is the same in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The handle of the connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// One of the `RAS_HARDWARE_*` values.
    dwHardwareCondition: RAS_HARDWARE_CONDITION | 16 | 8,
    /// The speed of the line, in bits per second.
    dwLineSpeed: DWORD | 20 | 12,
    /// The number of bytes sent, counted after compression.
    dwBytesXmited: DWORD | 24 | 16,
    /// The number of bytes received, counted before decompression.
    dwBytesRcved: DWORD | 28 | 20,
    /// The number of frames sent.
    dwFramesXmited: DWORD | 32 | 24,
    /// The number of frames received.
    dwFramesRcved: DWORD | 36 | 28,
    /// The number of frames received with a wrong checksum.
    dwCrcErr: DWORD | 40 | 32,
    /// The number of timeouts.
    dwTimeoutErr: DWORD | 44 | 36,
    /// The number of frames received that were misaligned.
    dwAlignmentErr: DWORD | 48 | 40,
    /// The number of overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 52 | 44,
    /// The number of framing errors.
    dwFramingErr: DWORD | 56 | 48,
    /// The number of overruns of the buffer.
    dwBufferOverrunErr: DWORD | 60 | 52,
    /// The compressed size of the data received, in percent of its uncompressed size.
    dwCompressionRatioIn: DWORD | 64 | 56,
    /// The compressed size of the data sent, in percent of its uncompressed size.
    dwCompressionRatioOut: DWORD | 68 | 60,
}

structure! {
    /// The state of a port, and its counters of 64 bits. No callout receives it, and mingw-w64 has no such structure.
    RAS_PORT_2: x64 496 / 8, x86 488 / 8;
    /// The handle of the port, which is the same in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The handle of the connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// The state of the port; no page lists the values.
    dwConn_State: DWORD | 16 | 8,
    /// The name of the port.
    wszPortName: [WCHAR; MAX_PORT_NAME + 1] | 20 | 12,
    /// The name of the medium.
    wszMediaName: [WCHAR; MAX_MEDIA_NAME + 1] | 54 | 46,
    /// The name of the device.
    wszDeviceName: [WCHAR; MAX_DEVICE_NAME + 1] | 88 | 80,
    /// The name of the type of device.
    wszDeviceType: [WCHAR; MAX_DEVICETYPE_NAME + 1] | 346 | 338,
    /// One of the `RAS_HARDWARE_*` values.
    dwHardwareCondition: RAS_HARDWARE_CONDITION | 380 | 372,
    /// The speed of the line, in bits per second.
    dwLineSpeed: DWORD | 384 | 376,
    /// The number of frames received with a wrong checksum.
    dwCrcErr: DWORD | 388 | 380,
    /// The number of overruns of the serial line.
    dwSerialOverRunErrs: DWORD | 392 | 384,
    /// The number of timeouts.
    dwTimeoutErr: DWORD | 396 | 388,
    /// The number of frames received that were misaligned.
    dwAlignmentErr: DWORD | 400 | 392,
    /// The number of overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 404 | 396,
    /// The number of framing errors.
    dwFramingErr: DWORD | 408 | 400,
    /// The number of overruns of the buffer.
    dwBufferOverrunErr: DWORD | 412 | 404,
    /// The compressed size of the data received, in percent of its uncompressed size.
    dwCompressionRatioIn: DWORD | 416 | 408,
    /// The compressed size of the data sent, in percent of its uncompressed size.
    dwCompressionRatioOut: DWORD | 420 | 412,
    /// The number of all errors together.
    dwTotalErrors: DWORD | 424 | 416,
    /// The number of bytes sent.
    ullBytesXmited: ULONG64 | 432 | 424,
    /// The number of bytes received.
    ullBytesRcved: ULONG64 | 440 | 432,
    /// The number of frames sent.
    ullFramesXmited: ULONG64 | 448 | 440,
    /// The number of frames received.
    ullFramesRcved: ULONG64 | 456 | 448,
    /// The number of bytes sent, before compression.
    ullBytesTxUncompressed: ULONG64 | 464 | 456,
    /// The number of bytes sent, after compression.
    ullBytesTxCompressed: ULONG64 | 472 | 464,
    /// The number of bytes received, after decompression.
    ullBytesRcvUncompressed: ULONG64 | 480 | 472,
    /// The number of bytes received, before decompression.
    ullBytesRcvCompressed: ULONG64 | 488 | 480,
}
