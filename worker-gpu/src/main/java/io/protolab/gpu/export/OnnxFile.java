package io.protolab.gpu.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.protolab.gpu.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes an ONNX file, one weight in memory at a time. A protobuf message ends at 2 GiB; the weights of a larger model go into a second
 * file beside it, whose name is the first one's with {@code .data}, and both belong together.
 */
final class OnnxFile {
    /** Of the file's layout; the one that came with operator set 17. */
    private static final int IR_VERSION = 8;

    /** Bytes of weights that still fit into one message, with room for the nodes. */
    static final long MOST_INLINE = Integer.MAX_VALUE - (64L << 20);

    /** Weights in the second file begin at whole pages, so that they can be mapped. */
    private static final int PAGE = 4096;

    private OnnxFile() {}

    /** Writes new files and returns them, the one to be opened first. */
    static List<Path> write(Path file, OnnxGraph graph, Map<String, String> metadata, long mostInline)
            throws IOException {
        long bytes =
                graph.weights().values().stream().mapToLong(OnnxFile::byteCount).sum();
        if (bytes <= mostInline) {
            writeWhole(file, graph, metadata);
            return List.of(file);
        }
        Path data = file.resolveSibling(file.getFileName() + ".data");
        List<TensorProto> references = writeData(data, graph.weights());
        ModelProto model = model(metadata)
                .setGraph(graph.proto().toBuilder().addAllInitializer(references))
                .build();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            model.writeTo(out);
        }
        return List.of(file, data);
    }

    private static ModelProto.Builder model(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("protolab")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OnnxGraph.OPSET));
        metadata.forEach((key, value) -> model.addMetadataProps(OnnxTypes.pair(key, value)));
        return model;
    }

    /** The fields of the graph by hand, because a message that held all weights would be the model once more in memory. */
    private static void writeWhole(Path file, OnnxGraph graph, Map<String, String> metadata) throws IOException {
        GraphProto nodes = graph.proto();
        int graphSize = nodes.getSerializedSize();
        for (Map.Entry<String, Tensor> weight : graph.weights().entrySet()) {
            int size = sizeOf(weight);
            graphSize += CodedOutputStream.computeTagSize(GraphProto.INITIALIZER_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt32SizeNoTag(size)
                    + size;
        }
        try (OutputStream stream = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            CodedOutputStream out = CodedOutputStream.newInstance(stream, 1 << 16);
            model(metadata).build().writeTo(out);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(graphSize);
            nodes.writeTo(out);
            for (Map.Entry<String, Tensor> weight : graph.weights().entrySet()) {
                out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(sizeOf(weight));
                header(weight).build().writeTo(out);
                out.writeByteBuffer(
                        TensorProto.RAW_DATA_FIELD_NUMBER, weight.getValue().toBytes());
            }
            out.flush();
        }
    }

    private static int sizeOf(Map.Entry<String, Tensor> weight) {
        int bytes = Math.toIntExact(byteCount(weight.getValue()));
        return header(weight).build().getSerializedSize()
                + CodedOutputStream.computeTagSize(TensorProto.RAW_DATA_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(bytes)
                + bytes;
    }

    private static List<TensorProto> writeData(Path file, Map<String, Tensor> weights) throws IOException {
        List<TensorProto> references = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
                long offset = (channel.position() + PAGE - 1) / PAGE * PAGE;
                channel.position(offset);
                ByteBuffer bytes = weight.getValue().toBytes();
                references.add(header(weight)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(OnnxTypes.pair("location", String.valueOf(file.getFileName())))
                        .addExternalData(OnnxTypes.pair("offset", Long.toString(offset)))
                        .addExternalData(OnnxTypes.pair("length", Integer.toString(bytes.remaining())))
                        .build());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
        return references;
    }

    private static TensorProto.Builder header(Map.Entry<String, Tensor> weight) {
        TensorProto.Builder header =
                TensorProto.newBuilder().setName(weight.getKey()).setDataType(TensorProto.DataType.FLOAT_VALUE);
        Arrays.stream(weight.getValue().shape()).forEach(header::addDims);
        return header;
    }

    private static long byteCount(Tensor tensor) {
        return tensor.elementCount() * Float.BYTES;
    }
}
