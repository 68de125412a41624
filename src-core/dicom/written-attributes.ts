/**
 * The attributes that this program writes, by keyword: tag as GGGGEEEE in hexadecimal and value representation
 * (PS3.6 section 6; the private ones: docs/data.md).
 */
export const ATTRIBUTES = {
  SpecificCharacterSet: ['00080005', 'CS'],
  ImageType: ['00080008', 'CS'],
  SOPClassUID: ['00080016', 'UI'],
  SOPInstanceUID: ['00080018', 'UI'],
  SyntheticData: ['0008001C', 'CS'],
  StudyDate: ['00080020', 'DA'],
  ContentDate: ['00080023', 'DA'],
  StudyTime: ['00080030', 'TM'],
  ContentTime: ['00080033', 'TM'],
  AccessionNumber: ['00080050', 'SH'],
  Modality: ['00080060', 'CS'],
  ConversionType: ['00080064', 'CS'],
  Manufacturer: ['00080070', 'LO'],
  InstitutionName: ['00080080', 'LO'],
  ReferringPhysicianName: ['00080090', 'PN'],
  CodeValue: ['00080100', 'SH'],
  CodingSchemeDesignator: ['00080102', 'SH'],
  CodeMeaning: ['00080104', 'LO'],
  CodingSchemeIdentificationSequence: ['00080110', 'SQ'],
  CodingSchemeName: ['00080115', 'ST'],
  CodingSchemeResponsibleOrganization: ['00080116', 'ST'],
  TimezoneOffsetFromUTC: ['00080201', 'SH'],
  StudyDescription: ['00081030', 'LO'],
  SeriesDescription: ['0008103E', 'LO'],
  ManufacturerModelName: ['00081090', 'LO'],
  ReferencedSOPClassUID: ['00081150', 'UI'],
  ReferencedSOPInstanceUID: ['00081155', 'UI'],
  DerivationDescription: ['00082111', 'ST'],
  SourceImageSequence: ['00082112', 'SQ'],
  DerivationCodeSequence: ['00089215', 'SQ'],
  LightboxCreator: ['00090010', 'LO'],
  LightboxRecipe: ['00091001', 'UT'],
  LightboxPixelsSha256: ['00091002', 'LO'],
  LightboxView: ['00091003', 'CS'],
  PatientName: ['00100010', 'PN'],
  PatientID: ['00100020', 'LO'],
  IssuerOfPatientID: ['00100021', 'LO'],
  PatientBirthDate: ['00100030', 'DA'],
  PatientSex: ['00100040', 'CS'],
  PatientAge: ['00101010', 'AS'],
  PatientIdentityRemoved: ['00120062', 'CS'],
  DeidentificationMethod: ['00120063', 'LO'],
  BodyPartExamined: ['00180015', 'CS'],
  SecondaryCaptureDeviceManufacturer: ['00181016', 'LO'],
  SecondaryCaptureDeviceManufacturerModelName: ['00181018', 'LO'],
  SecondaryCaptureDeviceSoftwareVersions: ['00181019', 'LO'],
  SoftwareVersions: ['00181020', 'LO'],
  ContributingEquipmentSequence: ['0018A001', 'SQ'],
  ContributionDateTime: ['0018A002', 'DT'],
  ContributionDescription: ['0018A003', 'ST'],
  StudyInstanceUID: ['0020000D', 'UI'],
  SeriesInstanceUID: ['0020000E', 'UI'],
  StudyID: ['00200010', 'SH'],
  SeriesNumber: ['00200011', 'IS'],
  InstanceNumber: ['00200013', 'IS'],
  PatientOrientation: ['00200020', 'CS'],
  Laterality: ['00200060', 'CS'],
  ImageComments: ['00204000', 'LT'],
  SamplesPerPixel: ['00280002', 'US'],
  PhotometricInterpretation: ['00280004', 'CS'],
  Rows: ['00280010', 'US'],
  Columns: ['00280011', 'US'],
  PixelSpacing: ['00280030', 'DS'],
  BitsAllocated: ['00280100', 'US'],
  BitsStored: ['00280101', 'US'],
  HighBit: ['00280102', 'US'],
  PixelRepresentation: ['00280103', 'US'],
  PixelPaddingValue: ['00280120', 'US or SS'],
  PixelPaddingRangeLimit: ['00280121', 'US or SS'],
  BurnedInAnnotation: ['00280301', 'CS'],
  WindowCenter: ['00281050', 'DS'],
  WindowWidth: ['00281051', 'DS'],
  RescaleIntercept: ['00281052', 'DS'],
  RescaleSlope: ['00281053', 'DS'],
  RescaleType: ['00281054', 'LO'],
  WindowCenterWidthExplanation: ['00281055', 'LO'],
  VOILUTFunction: ['00281056', 'CS'],
  LossyImageCompression: ['00282110', 'CS'],
  LUTDescriptor: ['00283002', 'US or SS'],
  LUTExplanation: ['00283003', 'LO'],
  LUTData: ['00283006', 'OW'],
  VOILUTSequence: ['00283010', 'SQ'],
  PurposeOfReferenceCodeSequence: ['0040A170', 'SQ'],
  PixelData: ['7FE00010', 'OB or OW'],
} as const satisfies Record<string, readonly [tag: string, vr: string]>;

export type Keyword = keyof typeof ATTRIBUTES;
export type WrittenVr = (typeof ATTRIBUTES)[Keyword][1];

export type WrittenValue =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | Uint8Array
  | readonly WrittenDataSet[];

/** A data set to be written: values by keyword; an empty text is an element without a value (type 2). */
export type WrittenDataSet = { readonly [Name in Keyword]?: WrittenValue };

/** Secondary Capture Image Storage (PS3.4 section B.5); why this one: docs/adr/0007-exported-dicom.md. */
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/** Who reserved elements 0009,1000 to 0009,10FF in a file (PS3.5 section 7.8.1). */
export const PRIVATE_CREATOR = 'ROENTGEN LIGHTBOX 1';
