/**
 * Where weights of our manifest lie as plain ONNX at their makers', by SHA-256. The recognisers and the models against attacks do
 * not: their makers publish other formats (OpenVINO IR, ESP-DL, PyTorch), which have to be converted first. SFace of OpenCV's zoo
 * is plain ONNX, but no threshold was measured for it here: who wants it writes a manifest of their own into MODELS_DIR.
 */
export const upstreams: Readonly<Record<string, string>> = {
  daede24002cc8590f457998cc5e6c9e8b82f45f6bd969506a8913cd4ed10a2d3: 'https://raw.githubusercontent.com/ShiqiYu/libfacedetection.train/0047ac24afb1a50a0c6105001c89d1b5b805dbf1/onnx/yunet_s_dynamic.onnx',
  '4daa100034482525a26c9afb9297c16580a531189e66e3d2b2ac7d32becfd593': 'https://raw.githubusercontent.com/AinPeople/gaze-estimation/0ec5f3bf5b938d4fec10af0f67e0c33fb7d8bcf1/public/open-closed-eye-0001/open-closed-eye.onnx',
};
