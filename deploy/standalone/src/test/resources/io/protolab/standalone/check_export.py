"""Loads an exported trial as any Python program would and compares its logits with those that the platform evaluated.

usage: check_export.py API MLFLOW TRIAL MODEL DIRECTORY DATASETS
"""

import json
import struct
import sys
import urllib.request
from pathlib import Path

import mlflow
import numpy
import onnx
from PIL import Image

# The platform evaluates cached patch tokens, which are stored as 16-bit floats.
TOLERANCE = 5e-3


def main(api, tracking, trial_id, model, directory, datasets):
    trial = json.loads(get(f"{api}/api/v1/trials/{trial_id}"))
    files = {
        record["artifact"]["name"]: record["artifact"]["sha256"]
        for record in json.loads(get(f"{api}/api/v1/trials/{trial_id}/artifacts"))
    }
    manifest = json.loads(get(f"{api}/api/v1/artifacts/{trial['provenance']['manifestSha256']}"))
    predictions = tensors(get(f"{api}/api/v1/artifacts/{files['evaluation/predictions.safetensors']}"))

    onnx_file = str(Path(directory) / "model.onnx")
    onnx.checker.check_model(onnx_file, full_check=True)
    card = {fact.key: json.loads(fact.value) for fact in onnx.load(onnx_file).metadata_props}
    assert card["head_sha256"] == files["training/head.safetensors"], card["head_sha256"]
    assert card["classes"] == manifest["classes"], card["classes"]
    assert len(card["prototypes"]) == trial["spec"]["head"]["prototypes"]

    size = card["preprocessing"]["size"]
    images = [find(datasets, manifest["images"][row]["path"]) for row in predictions["rows"]]
    pixels = numpy.stack([read(image, size) for image in images])

    mlflow.set_tracking_uri(tracking)
    for source in (directory, f"runs:/{trial['mlflowRunId']}/model", f"models:/{model}/1"):
        loaded = mlflow.pyfunc.load_model(source)
        outputs = loaded.predict({"pixels": pixels})
        assert list(outputs) == ["logits", "scores", "similarity"], list(outputs)
        ours = predictions["logits"]
        difference = numpy.abs(outputs["logits"] - ours).max() / numpy.abs(ours).max()
        assert difference < TOLERANCE, f"{source}: logits differ by {difference}"
        assert (outputs["logits"].argmax(1) == ours.argmax(1)).mean() > 0.99, source
        assert loaded.predict(loaded.input_example)["logits"].shape == (1, len(card["classes"]))
        print(f"{source}: {len(images)} images, difference {difference:.1e}")


def find(datasets, path):
    """A manifest does not say where its images lie."""
    return next(file for file in Path(datasets).rglob(Path(path).name) if file.as_posix().endswith(f"/{path}"))


def get(address):
    with urllib.request.urlopen(address) as answer:
        return answer.read()


def tensors(content):
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    types = {"F32": "<f4", "I32": "<i4", "I64": "<i8"}
    return {
        name: numpy.frombuffer(content[8 + length :][slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(
            entry["shape"]
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }


def read(path, size):
    image = Image.open(path).convert("RGB").resize((size, size), Image.Resampling.BILINEAR)
    return numpy.asarray(image, dtype=numpy.float32).transpose(2, 0, 1) / 255


if __name__ == "__main__":
    main(*sys.argv[1:])
