// swift-tools-version:5.7
// libseqch for Swift: `CSeqch` is the C header as a module, `Seqch` a small face over it, `record` an example.
//
// The library itself comes from `make -C native install`; pkg-config tells where it is:
//   swift run record
// From the source tree, without installing:
//   swift run -Xcc -I../include -Xlinker -L../build -Xlinker -rpath -Xlinker "$PWD/../build" record
import PackageDescription

let package = Package(
    name: "Seqch",
    platforms: [.macOS(.v12)],
    products: [
        .library(name: "Seqch", targets: ["Seqch"]),
        .executable(name: "record", targets: ["record"]),
    ],
    targets: [
        .systemLibrary(name: "CSeqch", pkgConfig: "seqch"),
        .target(name: "Seqch", dependencies: ["CSeqch"]),
        .executableTarget(name: "record", dependencies: ["Seqch"]),
    ]
)
