// A signature that is drawn: points on a sheet of 600 by 200, kept in a hidden field as lists of strokes.
for (const sheet of document.querySelectorAll("[data-sign]")) {
  const field = document.getElementById(sheet.dataset.sign);
  const canvas = sheet.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const MOST = 2900;
  let strokes = [];
  try {
    strokes = JSON.parse(field.value || "[]");
  } catch {}
  let stroke = null;

  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#212b32";
    for (const points of strokes) {
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (const point of points) pen.lineTo(...point);
      pen.stroke();
    }
  };
  const within = (number, most) => Math.max(0, Math.min(most, Math.round(number)));
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) * canvas.width) / box.width;
    const y = ((event.clientY - box.top) * canvas.height) / box.height;
    return [within(x, canvas.width), within(y, canvas.height)];
  };
  const count = () => strokes.reduce((sum, points) => sum + points.length, 0);
  canvas.addEventListener("pointerdown", (event) => {
    if (strokes.length >= 100 || count() >= MOST) return;
    canvas.setPointerCapture(event.pointerId);
    strokes.push((stroke = [place(event)]));
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || count() >= MOST) return;
    const [x, y] = place(event);
    const [lastX, lastY] = stroke[stroke.length - 1];
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 3) return;
    stroke.push([x, y]);
    draw();
  });
  const end = () => {
    stroke = null;
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  sheet.querySelector("button").addEventListener("click", () => {
    strokes = [];
    end();
    draw();
  });
  sheet.hidden = false;
  draw();
}
