/** Texts of the check of a display: test pattern, ramps, size of its pixels. */
export const display = {
  heading: 'Display',
  hint: 'Look at the display before reading: patches, lines, ramps. Measure it once to show films at true size.',
  check: 'Check the display …',
  title: 'Check of the display',
  name: '{{name}}, {{width}} x {{height}} pixels',
  unnamed: 'Display',
  measured: '{{value}} pixels a millimetre',
  notMeasured: 'Its pixels have not been measured',
  parts: { pattern: 'Test pattern', ramps: 'Grey ramps', size: 'Size' },
  pattern: {
    label: 'Test pattern with patches of 18 greys, line pairs, ramps and letters',
    intro: 'Dim the room as for reading and sit where you read. You should see:',
    five: 'a square within the black patch (5 %) and one within the white patch (95 %)',
    corners: 'the four corners of every other patch',
    lines: 'every line of the fine patterns, upright and lying, in the middle and in the corners',
    letters: 'letters on black, grey and white at least to the tenth (QUALITYCON)',
    straight: 'straight lines, an unbroken border, no smear beside the black and white bars',
    source: 'After TG18-QC (AAPM On-Line Report 03), drawn pixel for pixel for this display.',
  },
  ramps: {
    label: 'Four grey ramps: black to white, white to black, sixteen neighbouring greys, the same dithered',
    smooth: 'First and second: even from black to white, without jumps or tints.',
    bands:
      'Third: 16 greys. Sixteen bands of one width mean that 8 bits arrive; joined or uneven ones mean fewer.',
    dithered: 'Fourth: the same, dithered, as a deeper display would look.',
    bits: 'The system reports {{bits}} bits a channel. The program sends 8 bits, whatever the display can do: a canvas of the browser has no more.',
  },
  size: {
    label: 'A horizontal bar of {{pixels}} pixels, with ticks at its ends, and a square',
    intro: 'Measure the bar from tick to tick with a ruler on the glass and enter its length.',
    length: 'Length of the bar in mm',
    error: 'A length from {{least}} to {{most}} mm',
    save: 'Keep',
    forget: 'Forget the measurement',
    square: 'With a measurement, the square has sides of 50 mm.',
    saved: 'Kept for this display',
  },
  honest:
    'This is a look, not a measurement. Whether a display follows the Grayscale Standard Display Function (DICOM PS3.14) only a photometer tells.',
} as const;
