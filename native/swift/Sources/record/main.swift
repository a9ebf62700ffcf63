// Records one event into the Hivebar that runs on this machine, and says how long it took until it could be queried.
//
//   swift run record [SUBJECT]
import Dispatch
import Foundation
import Seqch

do {
    let writer = try Writer()
    let event = MemEvent(
        timeMs: UInt64(Date().timeIntervalSince1970 * 1000),
        kind: "example",
        app: "main.swift",
        subject: CommandLine.arguments.dropFirst().first ?? "hello",
        payload: #"{"language":"Swift"}"#,
        value: 1
    )
    let began = DispatchTime.now().uptimeNanoseconds
    try writer.push(event)
    try writer.flush(timeoutMs: 3000)
    let tookMs = Double(DispatchTime.now().uptimeNanoseconds - began) / 1_000_000
    print("acknowledged after \((tookMs * 10).rounded() / 10) ms")
} catch {
    FileHandle.standardError.write(Data("record: \(error)\n".utf8))
    exit(1)
}
