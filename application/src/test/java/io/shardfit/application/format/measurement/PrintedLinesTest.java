package io.shardfit.application.format.measurement;

import static io.shardfit.application.format.measurement.Measured.found;
import static io.shardfit.application.format.measurement.Measured.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Lines as programs print them; each test names the thread or source they are from. Bytes are
/// counted by hand: 1 MiB = 1048576, 1 GiB = 1073741824.
class PrintedLinesTest {

    /// NVIDIA/Megatron-LM pull 5662.
    @Test
    void megatron() {
        assertThat(
                        words(
                                "[Rank 0] (after 20 iterations) memory (MB) | allocated: 3270.16"
                                        + " | max allocated: 5670.39 | reserved: 6406.00 | max"
                                        + " reserved: 6406.00"))
                .containsExactly(
                        // 3270.16 × 1048576 = 3429011292.16
                        "heldBetweenSteps 3429011293, rank 0, line 1",
                        // 5670.39 × 1048576 = 5945834864.64
                        "allocatedPeak 5945834865, rank 0, line 1",
                        "reservedNow 6717177856, rank 0, line 1",
                        "reservedPeak 6717177856, rank 0, line 1");
    }

    /// NVIDIA/Megatron-LM issue 60, of 2021.
    @Test
    void megatronBeforeItNamedRanks() {
        assertThat(
                        words(
                                "after 5 iterations memory (MB) | allocated: 10250.5693359375 | max"
                                        + " allocated: 12606.06201171875 | reserved: 17482.0 | max"
                                        + " reserved: 17482.0"))
                .contains(
                        "allocatedPeak 13218414080, unnamed rank, line 1",
                        "reservedPeak 18331205632, unnamed rank, line 1");
    }

    /// NVIDIA/Megatron-LM@d98e8a6 common_utils.py:313-335 with --log-device-memory-used, and a
    /// report that is not made after a step.
    @Test
    void megatronOnTheWholeDevice() {
        assertThat(
                        words(
                                "[Rank 3] (before save_checkpoint for iteration 5) memory (MB) |"
                                        + " allocated: 1.00 | max allocated: 2.00 | reserved: 3.00 |"
                                        + " max reserved: 4.00 | total device memory used: 5.00"))
                .containsExactly(
                        "allocatedNow 1048576, rank 3, line 1",
                        "allocatedPeak 2097152, rank 3, line 1",
                        "reservedNow 3145728, rank 3, line 1",
                        "reservedPeak 4194304, rank 3, line 1",
                        "deviceUsed 5242880, rank 3, line 1");
    }

    /// NVIDIA-NeMo/Megatron-Bridge@067f987 train_utils.py:1146-1213: 10^9, five digits.
    @Test
    void megatronBridgeCountsInBillions() {
        String line =
                "[Rank 8] (after 2 iterations) memory (GB) | mem-allocated-gigabytes: 44.1 |"
                        + " mem-max-allocated-gigabytes: 57.312 | mem-max-reserved-gigabytes: 60.0 |"
                        + " mem-alloc-retires: 0 | mem-allocated-count: 1210";

        assertThat(words(line))
                .containsExactly(
                        "heldBetweenSteps 44100000000, rank 8, line 1",
                        "allocatedPeak 57312000000, rank 8, line 1",
                        "reservedPeak 60000000000, rank 8, line 1");
        assertThat(found(line).getLast().amount().low()).isEqualTo(59999500000L);
    }

    /// NVIDIA/Megatron-LM@d98e8a6 theoretical_memory_usage.py:481-484 and the short form of Bridge.
    @Test
    void theFormulaOfMegatronIsNoMeasurement() {
        assertThat(
                        words(
                                "Theoretical memory footprints: weight and optimizer=100.00 MB,"
                                        + " activation=28.00 MB, total=128.00 MB\n"
                                        + "Theoretical memory footprints: weight and optimizer=64.00"
                                        + " MB"))
                .containsExactly(
                        "ownEstimate 134217728, unnamed rank, line 1",
                        "ownEstimate 67108864, unnamed rank, line 2");
    }

    /// pytorch/torchtitan pulls 3393 and 950; with the colours of metrics.py.
    @Test
    void torchtitanPrintsReserved() {
        assertThat(
                        words(
                                "[rank0]:[titan] 2026-05-18 16:04:46,338 - root - INFO - step: 14 "
                                        + " loss:  3.24405  grad_norm:  0.8319  memory: "
                                        + " 9.46GiB(64.99%)  tps: 7,282  tflops: 0.52  mfu: 0.17%\n"
                                        + "[rank5]:2025-06-16 - root - INFO - \u001B[31mstep: 200 "
                                        + " \u001B[32mloss:  6.1384  \u001B[36mmemory:"
                                        + " 49.66GiB(52.28%)  \u001B[34mtps: 5,856\u001B[39m"))
                .containsExactly(
                        // 9.46 × 2^30 = 10157597655.04
                        "reservedPeak 10157597656, rank 0, line 1",
                        "reservedPeak 53322018980, rank 5, line 2");
    }

    /// deepspeedai/DeepSpeed issue 5222; rank 0 alone prints.
    @Test
    void deepSpeed() {
        String line =
                "[2024-03-04 12:09:50,593] [INFO] [utils.py:801:see_memory_usage] MA 7.2 GB        "
                        + " Max_MA 7.21 GB         CA 7.24 GB         Max_CA 7 GB ";

        assertThat(words(line))
                .containsExactly(
                        // 7.21 × 2^30 = 7741678551.04
                        "allocatedPeak 7741678552, rank 0, line 1",
                        "reservedPeak 7516192768, rank 0, line 1");
        // Max_CA is a whole number: 6.5 to 7.5 GiB.
        assertThat(found(line).getLast().amount().low()).isEqualTo(6979321856L);
        assertThat(found(line).getLast().amount().high()).isEqualTo(8053063680L);
    }

    /// deepspeedai/DeepSpeed@03959e2 runtime/utils.py, `memory_status`.
    @Test
    void deepSpeedMemoryStatus() {
        assertThat(
                        words(
                                "RANK=2 MEMSTATS after step device=cuda:2 current alloc=1.0000GB"
                                        + " (delta=-0.5000GB max=2.0000GB) current cache=3.0000GB"
                                        + " (delta=0.0000GB max=4.0000GB)"))
                .containsExactly(
                        "allocatedPeak 2147483648, rank 2, line 1",
                        "reservedPeak 4294967296, rank 2, line 1");
    }

    /// vllm-project/vllm pull 10511: 0.6.4, one figure a line.
    @Test
    void vllmWithOneFigureALine() {
        assertThat(
                        words(
                                """
                                INFO 12-13 19:54:18 worker.py:243] Memory profiling results:
                                INFO 12-13 19:54:18 worker.py:243] total_gpu_memory	79.22GiB
                                INFO 12-13 19:54:18 worker.py:243] gpu_memory_utilization	0.90
                                INFO 12-13 19:54:18 worker.py:243] the current vLLM instance can use	71.29GiB
                                INFO 12-13 19:54:18 worker.py:243] model weights take	14.96GiB
                                INFO 12-13 19:54:18 worker.py:243] non_torch_memory	1.79GiB
                                INFO 12-13 19:54:18 worker.py:243] PyTorch activation peak memory	1.26GiB
                                INFO 12-13 19:54:18 worker.py:243] available_kv_cache_memory	53.29GiB
                                """))
                .containsExactly(
                        "deviceTotal 85061827298, unnamed rank, line 2",
                        "engineBudget 76547054633, unnamed rank, line 4",
                        "weights 16063177688, unnamed rank, line 5",
                        "outsideAllocator 1921997865, unnamed rank, line 6",
                        "forwardPeak 1352914699, unnamed rank, line 7",
                        "cacheRoom 57219701801, unnamed rank, line 8");
    }

    /// vllm-project/vllm issue 11251: 0.6.4.post1, workers mixed.
    @Test
    void vllmWithWorkersMixed() {
        assertThat(
                        words(
                                """
                                (VllmWorkerProcess pid=90) INFO 12-19 09:30:25 model_runner.py:1097] Loading model weights took 7.5122 GB
                                INFO 12-19 09:30:38 worker.py:241] the current vLLM instance can use total_gpu_memory (15.77GiB) x gpu_memory_utilization (0.95) = 14.98GiB
                                (VllmWorkerProcess pid=90) INFO 12-19 09:30:38 worker.py:241] model weights take 7.51GiB; non_torch_memory takes 0.39GiB; PyTorch activation peak memory takes 2.53GiB; the rest of the memory reserved for KV Cache is 4.55GiB.
                                INFO 12-19 09:30:38 distributed_gpu_executor.py:57] # GPU blocks: 4660, # CPU blocks: 4096
                                INFO 12-19 09:30:38 distributed_gpu_executor.py:61] Maximum concurrency for 40000 tokens per request: 1.86x
                                """))
                .contains(
                        "weights 8066163331, VllmWorkerProcess pid=90, line 1",
                        "deviceTotal 16932908565, unnamed rank, line 2",
                        "engineBudget 16084652524, unnamed rank, line 2",
                        "outsideAllocator 418759312, VllmWorkerProcess pid=90, line 3",
                        "forwardPeak 2716566815, VllmWorkerProcess pid=90, line 3",
                        "cacheRoom 4885525300, VllmWorkerProcess pid=90, line 3",
                        "cacheBlocks 4660, unnamed rank, line 4",
                        "cacheTokens 74400, unnamed rank, line 5");
    }

    /// vllm-project/vllm pull 17122 (0.8), issue 21348 (0.9), issue 38820 (0.20),
    /// aivrar/vllm-windows-build issue 4 (0.21).
    @Test
    void vllmSinceItsSecondEngine() {
        assertThat(
                        words(
                                """
                                INFO 04-24 16:33:00 [gpu_model_runner.py:1316] Model loading took 14.9889 GiB and 3.652170 seconds
                                (Worker_TP0 pid=34322) INFO 05-06 20:59:59 [gpu_model_runner.py:4879] Model loading took 12.66 GiB memory and 31.657031 seconds
                                (EngineCore_0 pid=7) Available KV cache memory: 8.11 GiB
                                INFO 05-26 21:34:12 [kv_cache_utils.py:1710] GPU KV cache size: 396,928 tokens
                                INFO 05-26 21:34:12 [kv_cache_utils.py:1711] Maximum concurrency for 131,072 tokens per request: 3.03x
                                INFO 05-26 21:34:14 [gpu_model_runner.py:6243] Graph capturing finished in 2 secs, took 0.11 GiB
                                INFO 05-26 21:34:14 [gpu_worker.py:621] CUDA graph pool memory: 0.11 GiB (actual), 0.14 GiB (estimated), difference: 0.03 GiB (25.0%).
                                """))
                .containsExactly(
                        "weights 16094208826, unnamed rank, line 1",
                        "weights 13593571492, Worker_TP0, line 2",
                        "cacheRoom 8708046193, EngineCore_0, line 3",
                        "cacheTokens 396928, unnamed rank, line 4",
                        "cacheTokens 397149, unnamed rank, line 5",
                        "cudaGraphs 118111601, unnamed rank, line 6",
                        "cudaGraphs 118111601, unnamed rank, line 7");
    }

    /// vllm-project/vllm vllm/utils/mem_utils.py, `MemoryProfilingResult.__repr__`, and
    /// vllm/v1/worker/gpu_worker.py, both at level DEBUG.
    @Test
    void vllmWithItsSplit() {
        assertThat(
                        words(
                                """
                                DEBUG Initial free memory: 43.90 GiB; Requested memory: 0.95 (util), 42.17 GiB
                                DEBUG Memory profiling takes 17.96 seconds. Total non KV cache memory: 17.12GiB; torch peak memory increase: 1.89GiB; non-torch forward increase memory: 0.25GiB; weights memory: 14.99GiB.
                                """))
                .containsExactlyInAnyOrder(
                        "engineBudget 45279692719, unnamed rank, line 1",
                        "forwardPeak 2029372048, unnamed rank, line 2",
                        "outsideAllocator 268435456, unnamed rank, line 2",
                        "weights 16095389942, unnamed rank, line 2");
    }

    /// sgl-project/sglang pulls 4826, 11716, 12978, 17985 and 27537.
    @Test
    void sglang() {
        assertThat(
                        words(
                                """
                                [2025-10-16 09:06:09 TP0] Init torch distributed ends. mem usage=1.96 GB
                                [2025-03-27 21:33:30 TP0] Load weight end. type=Gemma3ForConditionalGeneration, dtype=torch.bfloat16, avail mem=131.08 GB, mem usage=8.13 GB.
                                [2026-01-30 20:54:56 PP1 TP1] Load weight end. elapsed=6.21 s, type=Qwen3ForCausalLM, dtype=torch.bfloat16, avail mem=76.05 GB, mem usage=2.33 GB.
                                [2025-10-16 09:06:22 TP5] KV Cache is allocated. #tokens: 2795207, K size: 53.31 GB, V size: 53.31 GB
                                [2026-06-08 07:20:53 TP0] KV Cache is allocated. dtype: torch.bfloat16, #tokens: 1106304, K size: 25.32 GB, V size: 25.32 GB
                                [2025-11-04 05:27:13 DP0 TP0 EP0] KV Cache is allocated. #tokens: 524288, KV size: 17.16 GB
                                [2025-11-10 19:59:09 TP1] Capture cuda graph end. Time elapsed: 11.35 s. mem usage=1.04 GB. avail mem=11.22 GB.
                                [2025-03-27 21:33:41 TP0] max_total_num_tokens=834615, chunked_prefill_size=8192, max_running_requests=4097, context_len=131072
                                """))
                .containsExactly(
                        "outsideAllocator 2104533976, TP0, line 1",
                        "weights 8729521030, TP0, line 2",
                        "weights 2501818450, PP1 TP1, line 3",
                        "cacheTokens 2795207, TP5, line 4",
                        "cacheTaken 114482353275, TP5, line 4",
                        "cacheTokens 1106304, TP0, line 5",
                        "cacheTaken 54374285968, TP0, line 5",
                        "cacheTokens 524288, DP0 TP0 EP0, line 6",
                        "cacheTaken 18425409700, DP0 TP0 EP0, line 6",
                        "cudaGraphs 1116691497, TP1, line 7",
                        "cacheTokens 834615, TP0, line 8");
    }

    /// pytorch/pytorch@00b65a0 torch/cuda/memory.py, `memory_summary`: sizes are cut off.
    @Test
    void memorySummary() {
        String summary =
                """
                |===========================================================================|
                |                  PyTorch CUDA memory summary, device ID 3                 |
                |---------------------------------------------------------------------------|
                |            CUDA OOMs: 0            |        cudaMalloc retries: 0         |
                |===========================================================================|
                |        Metric         | Cur Usage  | Peak Usage | Tot Alloc  | Tot Freed  |
                |---------------------------------------------------------------------------|
                | Allocated memory      |   1024 KiB |  15006 MiB |   1024 KiB |      0 B   |
                |       from large pool |      0 KiB |      0 KiB |      0 KiB |      0 B   |
                |---------------------------------------------------------------------------|
                | GPU reserved memory   |   2048 KiB |  16726 MiB |   2048 KiB |      0 B   |
                """;

        assertThat(words(summary))
                .containsExactly(
                        "allocatedPeak 15734931456, GPU 3, line 8",
                        "reservedPeak 17538482176, GPU 3, line 11");
        assertThat(found(summary).getFirst().amount().low()).isEqualTo(15734931456L);
        assertThat(found(summary).getFirst().amount().high()).isEqualTo(15735980032L);
        assertThat(words(summary.replace("MiB", "MB ").replace("KiB", "KB ")))
                .isEqualTo(words(summary));
    }

    @Test
    void nvidiaSmiWithHeader() {
        assertThat(
                        words(
                                """
                                index, name, memory.total [MiB], memory.used [MiB]
                                0, NVIDIA H100 80GB HBM3, 81559 MiB, 73210 MiB
                                3, NVIDIA H100 80GB HBM3, 81559 MiB, 512 MiB
                                """))
                .containsExactly(
                        "deviceTotal 85520809984, GPU 0, line 2",
                        "deviceUsed 76766248960, GPU 0, line 2",
                        "deviceTotal 85520809984, GPU 3, line 3",
                        "deviceUsed 536870912, GPU 3, line 3");
    }

    @Test
    void nvidiaSmiWithHeaderAndWithoutUnits() {
        assertThat(words("memory.used [MiB], memory.total [MiB]\n2, 81559\n[N/A], 81559\n"))
                .containsExactly(
                        "deviceUsed 2097152, GPU 0, line 2",
                        "deviceTotal 85520809984, GPU 0, line 2",
                        "deviceTotal 85520809984, GPU 1, line 3");
    }

    /// `--format=csv,noheader` and `csv,noheader,nounits`: the columns have no names, and it is
    /// said what they are taken for.
    @Test
    void nvidiaSmiWithoutHeader() {
        assertThat(words("0, NVIDIA A100-SXM4-80GB, 2 MiB, 81920 MiB\n"))
                .containsExactly(
                        "deviceUsed 2097152, GPU 0, line 1",
                        "deviceTotal 85899345920, GPU 0, line 1");
        assertThat(words("1, Tesla T4, 15360, 3\n"))
                .containsExactly(
                        "deviceUsed 3145728, GPU 1, line 1",
                        "deviceTotal 16106127360, GPU 1, line 1");
        assertThat(words("7 MiB\n9 MiB\n"))
                .containsExactly(
                        "deviceUsed 7340032, GPU 0, line 1", "deviceUsed 9437184, GPU 1, line 2");
        assertThat(found("7 MiB\n").getFirst().program()).contains("taken as used");
    }

    @Test
    void linesWithCommasAreNoCsv() {
        assertThat(Measured.rejected("freeing cache, 80 MiB\nstep 3, 20 MiB, loss 3\n").problem())
                .isEqualTo("no memory figure was found");
    }

    /// The plain table, as in vllm-project/vllm issue 8185.
    @Test
    void nvidiaSmiTable() {
        assertThat(
                        words(
                                """
                                +-----------------------------------------------------------------------------------------+
                                | NVIDIA-SMI 580.95.05              Driver Version: 580.95.05      CUDA Version: 13.0     |
                                +-----------------------------------------+------------------------+----------------------+
                                | GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |
                                |=========================================+========================+======================|
                                |   2  Tesla T4                       Off |   00000000:00:1E.0 Off |                    0 |
                                | N/A   28C    P8              9W /   70W |       3MiB /  15360MiB |      0%      Default |
                                """))
                .containsExactly(
                        "deviceUsed 3145728, GPU 2, line 7",
                        "deviceTotal 16106127360, GPU 2, line 7");
    }

    /// `nvidia-smi -q -x`, nvsmi_device_v12.dtd.
    @Test
    void nvidiaSmiXml() {
        String xml =
                """
                <?xml version="1.0" ?>
                <!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
                <nvidia_smi_log>
                  <attached_gpus>1</attached_gpus>
                  <gpu id="00000000:1B:00.0">
                    <product_name>NVIDIA H100 80GB HBM3</product_name>
                    <minor_number>5</minor_number>
                    <fb_memory_usage>
                      <total>81559 MiB</total>
                      <reserved>551 MiB</reserved>
                      <used>73210 MiB</used>
                      <free>7797 MiB</free>
                    </fb_memory_usage>
                    <bar1_memory_usage>
                      <total>131072 MiB</total>
                      <used>2 MiB</used>
                    </bar1_memory_usage>
                  </gpu>
                </nvidia_smi_log>
                """;

        assertThat(words(xml))
                .containsExactly(
                        "deviceTotal 85520809984, GPU 5, line 9",
                        "deviceUsed 76766248960, GPU 5, line 11");
        assertThat(
                        Measured.read(
                                        xml.substring(0, xml.indexOf("<bar1"))
                                                .getBytes(StandardCharsets.UTF_8))
                                .toString())
                .contains("the XML of nvidia-smi has no end");
    }

    /// A GPU in MIG mode lists its slices with the same elements.
    @Test
    void nvidiaSmiXmlLeavesOutSlices() {
        assertThat(
                        words(
                                """
                                <nvidia_smi_log>
                                <gpu id="0">
                                <mig_devices>
                                <mig_device>
                                <fb_memory_usage>
                                <used>1 MiB</used>
                                </fb_memory_usage>
                                </mig_device>
                                </mig_devices>
                                <fb_memory_usage>
                                <used>2 MiB</used>
                                </fb_memory_usage>
                                </gpu>
                                </nvidia_smi_log>
                                """))
                .containsExactly("deviceUsed 2097152, GPU 0, line 11");
    }

    /// torch.cuda.memory_stats() is flat; memory_stats_as_nested_dict() and a file by rank are not.
    @Test
    void memoryStats() {
        assertThat(
                        words(
                                "{\"active_bytes.all.peak\": 9, \"allocated_bytes.all.current\": 5,"
                                        + " \"allocated_bytes.all.peak\": 7,"
                                        + " \"allocated_bytes.large_pool.peak\": 6,"
                                        + " \"reserved_bytes.all.peak\": 8}"))
                .containsExactly(
                        "allocatedNow 5, unnamed rank, line 0",
                        "allocatedPeak 7, unnamed rank, line 0",
                        "reservedPeak 8, unnamed rank, line 0");
        assertThat(words("{\"rank3\": {\"allocated_bytes\": {\"all\": {\"peak\": 7}}}}"))
                .containsExactly("allocatedPeak 7, rank 3, line 0");
    }
}
