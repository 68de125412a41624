/** Longest side, in film pixels, of the area averaged into one device pixel. */
export const MAX_FOOTPRINT_PX = 24;

/** One triangle that covers the viewport. */
export const VERTEX_SHADER = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/**
 * Samples integer texels itself, so that 16 bits keep their precision on every driver: Catmull-Rom where the
 * film is magnified (it passes through the pixels' own values), the exact area average where it is reduced.
 */
export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D uFilm;
uniform vec2 uFilmSize;
uniform vec2 uViewportSize;
uniform vec2 uCentre;
uniform float uScale;
uniform float uMaxValue;
uniform float uWindowCentre;
uniform float uWindowWidth;
uniform bool uInverted;
out vec4 colour;

float texel(ivec2 at) {
  ivec2 inside = clamp(at, ivec2(0), ivec2(uFilmSize) - 1);
  return float(texelFetch(uFilm, inside, 0).r);
}

vec4 catmullRom(float t) {
  return vec4(
    ((-0.5 * t + 1.0) * t - 0.5) * t,
    (1.5 * t - 2.5) * t * t + 1.0,
    ((-1.5 * t + 2.0) * t + 0.5) * t,
    (0.5 * t - 0.5) * t * t
  );
}

float magnified(vec2 at) {
  vec2 base = floor(at - 0.5);
  vec2 t = at - 0.5 - base;
  vec4 wx = catmullRom(t.x);
  vec4 wy = catmullRom(t.y);
  ivec2 first = ivec2(base) - 1;
  float sum = 0.0;
  for (int j = 0; j < 4; j++) {
    for (int i = 0; i < 4; i++) sum += wx[i] * wy[j] * texel(first + ivec2(i, j));
  }
  return sum;
}

float reduced(vec2 at) {
  vec2 halfSide = vec2(0.5 / uScale);
  vec2 low = max(at - halfSide, vec2(0.0));
  vec2 high = min(at + halfSide, uFilmSize);
  ivec2 first = ivec2(floor(low));
  float sum = 0.0;
  float area = 0.0;
  for (int j = 0; j < ${MAX_FOOTPRINT_PX + 1}; j++) {
    float y = float(first.y + j);
    if (y >= high.y) break;
    float wy = min(y + 1.0, high.y) - max(y, low.y);
    for (int i = 0; i < ${MAX_FOOTPRINT_PX + 1}; i++) {
      float x = float(first.x + i);
      if (x >= high.x) break;
      float weight = wy * (min(x + 1.0, high.x) - max(x, low.x));
      sum += weight * texel(first + ivec2(i, j));
      area += weight;
    }
  }
  return sum / area;
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, uViewportSize.y - gl_FragCoord.y);
  vec2 at = uCentre + (pixel - 0.5 * uViewportSize) / uScale;
  if (any(lessThan(at, vec2(0.0))) || any(greaterThanEqual(at, uFilmSize))) {
    colour = vec4(0.0, 0.0, 0.0, 1.0);
    return;
  }
  float value = (uScale >= 1.0 ? magnified(at) : reduced(at)) / uMaxValue;
  float shown = clamp((value - uWindowCentre) / uWindowWidth + 0.5, 0.0, 1.0);
  colour = vec4(vec3(uInverted ? 1.0 - shown : shown), 1.0);
}`;
