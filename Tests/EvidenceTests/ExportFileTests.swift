import Evidence
import Testing

@Suite struct ExportFileTests {
    @Test func `a sound export is verified with the public key alone`() throws {
        let sample = try SampleExport()
        let report = try ExportFile.verify(sample.file, key: sample.signer.key)
        #expect(report.borrower == "B-17" && report.portfolio == "north" && report.leaves == 4 && report.size == 20)
        #expect(report.kinds == [.attempt: 2, .receipt: 2] && report.outOfOrder.isEmpty)
        #expect(report.first_ms == 1_763_668_800_002 && report.last_ms == 1_763_668_800_017)
    }

    @Test(arguments: [0, 5]) func `every changed bit is found and named by its leaf`(bit: Int) throws {
        let sample = try SampleExport(leaves: 2)
        let file = sample.file
        // Lines: the header, one a leaf, the end.
        var line = 0
        for at in file.indices {
            var changed = file
            changed[at] ^= 1 << UInt8(bit)
            let fault = #expect(throws: ExportFault.self, "byte \(at)") {
                try ExportFile.verify(changed, key: sample.signer.key)
            }
            let place = try #require(fault).place
            switch line {
            case 0, 3: #expect([.header, .checkpoint, .file, .leaf(1)].contains(place), "byte \(at): \(place)")
            default:
                // The newline after a line belongs to both of its neighbours.
                #expect(place == .leaf(Int64(line)) || (file[at] == 0x0a && place != .end), "byte \(at): \(place)")
            }
            if file[at] == 0x0a { line += 1 }
        }
        #expect(line == 4)
    }

    @Test func `a missing, doubled, moved or foreign leaf is found`() throws {
        let sound = try SampleExport()
        func fault(_ change: (inout SampleExport) -> Void) -> ExportFault? {
            var sample = sound
            change(&sample)
            return #expect(throws: ExportFault.self) { try ExportFile.verify(sample.file, key: sample.signer.key) }
        }
        #expect(fault { $0.leaves.remove(at: 1) }?.place == .leaf(2))
        #expect(fault { $0.leaves.removeFirst() }?.place == .leaf(1))
        #expect(fault { $0.leaves.insert($0.leaves[1], at: 1) }?.place == .leaf(3))
        #expect(fault { $0.leaves.swapAt(1, 2) }?.place == .leaf(2))
        #expect(fault { $0.leaves.removeAll() }?.place == .file)
        #expect(fault { $0.header.borrower = "B-99" }?.place == .leaf(1))
        #expect(fault { $0.header.portfolio = "south" }?.place == .leaf(1))
        #expect(fault { $0.leaves[2].index += 1 }?.place == .leaf(3))
        #expect(fault { $0.leaves[2].index = 20 }?.place == .leaf(3))
        #expect(fault { $0.leaves[2].proof.removeLast() }?.place == .leaf(3))
        #expect(fault { $0.leaves[3].plainText[0] ^= 1 }?.description == "leaf 4: \(LeafFault.commitment)")
    }

    @Test func `another key's log is refused`() throws {
        let sample = try SampleExport()
        let stranger = try NoteSigner(name: sample.signer.key.name, seed: [UInt8](repeating: 8, count: 32))
        let fault = #expect(throws: ExportFault.self) { try ExportFile.verify(sample.file, key: stranger.key) }
        #expect(fault?.place == .checkpoint)
    }

    @Test func `no file that is cut short passes`() throws {
        let sample = try SampleExport(leaves: 1)
        let file = sample.file
        for count in 0..<file.count {
            #expect(throws: ExportFault.self) {
                try ExportFile.verify(Array(file.prefix(count)), key: sample.signer.key)
            }
        }
        #expect(throws: ExportFault.self) { try ExportFile.verify(file + [0x0a], key: sample.signer.key) }
        #expect(throws: ExportFault.self) { try ExportFile.verify(file + file, key: sample.signer.key) }
    }
}
