package io.protolab.gpu.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.protolab.platform.experiment.ComputeIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one tensor engine of the process: its device, its number of threads, and the checks before its first use.
 *
 * <p>Results depend on the thread count in their last bits, so {@link #threadCount()} belongs to the provenance of a
 * trial. Settings that the engine keeps per thread are applied to a thread when it opens its first {@link TensorScope}.
 */
public final class TorchEngine {
    private static final Logger log = LoggerFactory.getLogger(TorchEngine.class);

    private static volatile @Nullable TorchEngine running;

    private final Device device;
    private final String version;
    private final PtNDManager memory;
    private volatile int threadCount;

    private TorchEngine(Device device, String version, PtNDManager memory, int threadCount) {
        this.device = device;
        this.version = version;
        this.memory = memory;
        this.threadCount = threadCount;
    }

    /**
     * Starts the engine, or returns the running one if it fits the request.
     *
     * @param choice the device asked for
     * @param threadCount threads of one tensor operation, at least 1
     * @throws IllegalStateException if PyTorch cannot be loaded, if a card was asked for and the engine cannot use one, or
     *     if the engine already runs on another device
     */
    public static synchronized TorchEngine start(DeviceChoice choice, int threadCount) {
        if (threadCount < 1) {
            throw new IllegalArgumentException("threadCount is " + threadCount + ", it must be at least 1");
        }
        TorchEngine current = running;
        if (current == null) {
            current = launch(choice, threadCount);
            running = current;
        }
        requireDevice(choice, current.device);
        current.useThreads(threadCount);
        return current;
    }

    private static TorchEngine launch(DeviceChoice choice, int threadCount) {
        stayOffline();
        Engine engine = load();
        Device device = choice == DeviceChoice.CPU || engine.getGpuCount() == 0 ? Device.cpu() : Device.gpu(0);
        requireDevice(choice, device);
        TorchEngine started = new TorchEngine(
                device, engine.getVersion(), (PtNDManager) NDManager.newBaseManager(device, "PyTorch"), threadCount);
        log.info("PyTorch {} computes on {} with {} threads", started.version, started.deviceName(), threadCount);
        adviseOn("MALLOC_MMAP_THRESHOLD_", "batches with tensors beyond 32 MiB run slower than they could");
        adviseOn("OMP_WAIT_POLICY", "on a busy machine its threads wait by spinning, which can cost a factor of ten");
        if (device.isGpu()) {
            repeatBits();
        }
        return started;
    }

    private static Engine load() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new IllegalStateException(
                    "PyTorch cannot be loaded (" + cause + "). Its libraries are unpacked once into the directory that"
                            + " the environment variable DJL_CACHE_DIR names; half a gigabyte must be free there.",
                    e);
        }
    }

    /**
     * What makes a card repeat its bits, as far as the binding offers it: cuDNN does not choose algorithms by their speed of the moment. The
     * rest are variables of the process.
     */
    private static void repeatBits() {
        JniUtils.setBenchmarkCuDNN(false);
        adviseOn("CUBLAS_WORKSPACE_CONFIG", "set it to :4096:8, or matrix products may differ from run to run");
        adviseOn("NVIDIA_TF32_OVERRIDE", "set it to 0, or inputs of matrix products are rounded to 10 bits");
    }

    /** The engine reads these when it is loaded, so only whoever starts the process can set them. */
    private static void adviseOn(String variable, String consequence) {
        if (System.getenv(variable) == null) {
            log.info("The environment variable {} is not set: {}", variable, consequence);
        }
    }

    /** Without these two the engine asks the network for a cloud instance id and for missing libraries. */
    private static void stayOffline() {
        for (String flag : new String[] {"ai.djl.offline", "OPT_OUT_TRACKING"}) {
            if (System.getProperty(flag) == null && System.getenv(flag) == null) {
                System.setProperty(flag, "true");
            }
        }
        if (!Boolean.getBoolean("ai.djl.offline")) {
            log.warn("ai.djl.offline is not true: the engine may download native libraries");
        }
    }

    private static void requireDevice(DeviceChoice choice, Device device) {
        if (choice == DeviceChoice.GPU && !device.isGpu()) {
            throw new IllegalStateException("Device GPU was asked for, but the engine computes on the processor. "
                    + "Give it CUDA libraries (PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR) or ask for AUTO or CPU.");
        }
        if (choice == DeviceChoice.CPU && device.isGpu()) {
            throw new IllegalStateException("Device CPU was asked for, but the engine already runs on " + device);
        }
    }

    /** The engine that was started. */
    public static TorchEngine running() {
        TorchEngine current = running;
        if (current == null) {
            throw new IllegalStateException("The tensor engine does not run yet: call TorchEngine.start first");
        }
        return current;
    }

    /** Changes the number of threads for the calling thread and for every thread that has not computed yet. */
    public void useThreads(int count) {
        threadCount = count;
        JniUtils.setNumThreads(count);
    }

    /** Applies what the engine keeps per thread: no gradients unless asked for, and our number of threads. */
    void prepareThread() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        if (JniUtils.getNumThreads() != threadCount) {
            JniUtils.setNumThreads(threadCount);
        }
    }

    public int threadCount() {
        return threadCount;
    }

    /** Whether it computes on the processor and not on a card. */
    public boolean isProcessor() {
        return !device.isGpu();
    }

    /** {@code cpu} or {@code cuda:0}. */
    public String deviceName() {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    /** Devices of one class give the same bits: {@code cpu}, or such as {@code cuda NVIDIA H100}. */
    public String deviceClass() {
        return device.isGpu() ? "cuda " + DeviceModel.ofCard().orElse("of an unknown model") : "cpu";
    }

    /** Version of PyTorch. */
    public String version() {
        return version;
    }

    /** What computes in this process, as far as bits depend on it. */
    public ComputeIdentity identity() {
        String own = TorchEngine.class.getPackage().getImplementationVersion();
        return new ComputeIdentity(
                deviceClass(),
                threadCount,
                0,
                Map.of(
                        "processor",
                        DeviceModel.ofProcessor(),
                        "protolab",
                        own == null ? "development" : own,
                        "pytorch",
                        version,
                        "java",
                        System.getProperty("java.vm.version", "unknown"),
                        "os",
                        System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    }

    /** Tensors that exist now, kept ones and forgotten ones alike: the number that must not grow. */
    public int liveTensorCount() {
        return memory.getManagedArrays().size();
    }

    Device device() {
        return device;
    }

    PtNDManager memory() {
        return memory;
    }
}
