import Evidence
import Testing

@Suite struct ExportFileTests {
    @Test func `a sound export is verified with the public key alone`() throws {
        let sample = try SampleExport()
        let report = try ExportFile.verify(sample.file, key: sample.signer.key)
        #expect(report.borrower == "B-17" && report.portfolio == "north" && report.leaves == 4 && report.size == 20)
        #expect(report.kinds == [.attempt: 2, .receipt: 1, .export: 1] && report.outOfOrder.isEmpty)
        #expect(report.isClosed && report.cosignatures == [] && report.timeStamps == [])
        #expect(report.first_ms == 1_763_668_800_002 && report.last_ms == 1_763_668_800_017)
    }

    @Test(arguments: [0, 5]) func `every changed bit is found and named by its leaf`(bit: Int) throws {
        let sample = try SampleExport(leaves: 2)
        let file = sample.file
        // Lines: the header, one a leaf, the end.
        var line = 0
        var packs = 0
        for at in file.indices {
            var changed = file
            changed[at] ^= 1 << UInt8(bit)
            let fault = #expect(throws: ExportFault.self, "byte \(at)") {
                try ExportFile.verify(changed, key: sample.signer.key)
            }
            let place = try #require(fault).place
            switch line {
            case 0: #expect([.header, .checkpoint, .file, .leaf(1)].contains(place), "byte \(at): \(place)")
            case 3:
                if case .pack = place {
                    packs += 1
                } else {
                    #expect([.header, .file, .leaf(1), .end].contains(place), "byte \(at): \(place)")
                }
            default:
                // The newline after a line belongs to both of its neighbours.
                #expect(place == .leaf(Int64(line)) || (file[at] == 0x0a && place != .end), "byte \(at): \(place)")
            }
            if file[at] == 0x0a { line += 1 }
        }
        #expect(line == 4 && packs > SampleExport.house.utf8.count)
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

    @Test func `a file that does not end with its closing leaf, or is not what that closes, is refused`() throws {
        let sound = try SampleExport()
        var open = sound
        open.leaves.removeLast()
        let fault = #expect(throws: ExportFault.self) { try ExportFile.verify(open.file, key: sound.signer.key) }
        #expect(fault?.place == .end)
        // An operator who gave two leaves one number can show either, but only one list is the closed one.
        var other = sound
        other.leaves[1] = try #require(sound.twin)
        let twice = #expect(throws: ExportFault.self) { try ExportFile.verify(other.file, key: sound.signer.key) }
        #expect(twice?.description == "leaf 4: it closes another list of leaves than the file's")
    }

    @Test func `a file of the second form is read, also one that an earlier version wrote`() throws {
        let sample = try SampleExport(isLean: false)
        let report = try ExportFile.verify(sample.file, key: sample.signer.key)
        #expect(report.leaves == 4 && report.isClosed && report.packs.map(\.name.key) == ["house", "lost", "xx"])
        #expect(report.packs.allSatisfy { $0.bytes == nil })
        let text = String(decoding: sample.file, as: UTF8.self)
        #expect(text.contains("dunlin-evidence/2") && text.contains("time_stamps") && !text.contains("Höflich\\n"))

        let old = try EarlierExport()
        let earlier = try ExportFile.verify(old.file, key: VerifierKey(text: old.key))
        #expect(earlier.leaves == 7 && earlier.isClosed && earlier.packs.map(\.name.key) == ["house", "us-federal"])
    }

    @Test func `a file of the first form is read, and said to be open`() throws {
        var sample = try SampleExport(isLean: false)
        sample.leaves.removeLast()
        sample.header.format = .open
        let report = try ExportFile.verify(sample.file, key: sample.signer.key)
        #expect(report.leaves == 3 && !report.isClosed)
        let text = String(decoding: sample.file, as: UTF8.self)
        #expect(text.contains("dunlin-evidence/1") && !text.contains("time_stamps"))
    }

    @Test func `the witnesses that a reader names must have cosigned`() throws {
        var sample = try SampleExport()
        let witness = try TestWitness(name: "witness.example/one", seed: 9)
        let stranger = try TestWitness(name: "witness.example/two", seed: 10)
        let note = try SignedNote(parsing: sample.header.checkpoint)
        sample.header.checkpoint = try note.adding([witness.cosign(note.text, at_s: 1_763_700_000)]).bytes
        let report = try ExportFile.verify(sample.file, key: sample.signer.key, witnesses: [witness.key])
        #expect(report.cosignatures.map(\.at_s) == [1_763_700_000] && report.otherSignatures == 1)
        let fault = #expect(throws: ExportFault.self) {
            try ExportFile.verify(sample.file, key: sample.signer.key, witnesses: [witness.key, stranger.key])
        }
        #expect(fault?.place == .checkpoint && fault?.what.contains("witness.example/two") == true)
        // A false word in a known witness's name is no word at all, and not to be passed over.
        sample.header.checkpoint = try note.adding([witness.cosign(note.text + "x", at_s: 1)]).bytes
        #expect(throws: ExportFault.self) {
            try ExportFile.verify(sample.file, key: sample.signer.key, witnesses: [witness.key])
        }
        #expect(throws: Never.self) { try ExportFile.verify(sample.file, key: sample.signer.key) }
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
