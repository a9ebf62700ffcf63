import CSeqch

/// What libseqch refused, in its own words.
public struct SeqchError: Error, CustomStringConvertible {
    /// Code and name of the status in seqch.h.
    public let code: UInt32
    public let name: String
    public let description: String
}

/// A row of `seq.mem_events`: anything that happened, with a number.
public struct MemEvent {
    /// Epoch milliseconds, UTC.
    public var timeMs: UInt64
    public var kind: String
    public var app: String
    public var subject: String
    public var payload: String
    public var value: Double

    public init(timeMs: UInt64, kind: String, app: String, subject: String = "", payload: String = "", value: Double = 0) {
        self.timeMs = timeMs
        self.kind = kind
        self.app = app
        self.subject = subject
        self.payload = payload
        self.value = value
    }
}

/// A writer on the Hivebar that runs on this machine. Every method may be called from every thread.
///
/// Rows that were pushed and not flushed are lost when the last reference goes.
public final class Writer: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Finds server and password in `runtime.json`. Without a directory: where Hivebar has its data by default, or where
    /// `HIVEBAR_DATA_DIR` says.
    public init(dataDirectory: String? = nil) throws {
        var opened: OpaquePointer?
        try check { error in
            guard let directory = dataDirectory else { return seq_ch_open_running(nil, nil, &opened, error) }
            return seq_ch_open_running(directory, nil, &opened, error)
        }
        guard let opened = opened else { preconditionFailure("seq_ch_open_running succeeded without a writer") }
        handle = opened
    }

    deinit {
        seq_ch_free(handle)
    }

    /// Appends one event. A copy in memory: returns at once, whether or not the server is there.
    public func push(_ event: MemEvent) throws {
        let status = withText(event.kind) { kind in
            withText(event.app) { app in
                withText(event.subject) { subject in
                    withText(event.payload) { payload -> seq_ch_status in
                        var row = seq_ch_mem_event_row()
                        row.struct_size = UInt32(MemoryLayout<seq_ch_mem_event_row>.stride)
                        row.ts_ms = event.timeMs
                        row.value = event.value
                        row.kind = kind
                        row.app = app
                        row.subject = subject
                        row.payload = payload
                        return seq_ch_push_mem_event(handle, &row)
                    }
                }
            }
        }
        guard status == SEQ_CH_OK else { throw refusal(status, String(cString: seq_ch_status_text(Int32(status.rawValue)))) }
    }

    /// Waits until everything that was pushed can be queried, at most `timeoutMs`.
    public func flush(timeoutMs: UInt32) throws {
        try check { error in seq_ch_flush(handle, timeoutMs, error) }
    }
}

/// Calls a function that explains its failures, and throws what it explains.
private func check(_ call: (UnsafeMutablePointer<seq_ch_error>) -> seq_ch_status) throws {
    var error = seq_ch_error()
    error.struct_size = UInt32(MemoryLayout<seq_ch_error>.stride)
    let status = call(&error)
    guard status == SEQ_CH_OK else {
        let message = withUnsafeBytes(of: error.message) { bytes in
            String(decoding: bytes.prefix(while: { $0 != 0 }), as: UTF8.self)
        }
        throw refusal(status, message)
    }
}

private func refusal(_ status: seq_ch_status, _ message: String) -> SeqchError {
    SeqchError(code: UInt32(status.rawValue), name: String(cString: seq_ch_status_name(Int32(status.rawValue))), description: message)
}

/// Lends the UTF-8 bytes of a string to the library for one call.
private func withText<Answer>(_ text: String, _ body: (seq_ch_string) -> Answer) -> Answer {
    var text = text
    return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
            body(seq_ch_string(data: characters.baseAddress, size: characters.count))
        }
    }
}
