/** `AWS::NoValue`: the property, or the entry of a list, is not there. */
export const NO_VALUE = Symbol('AWS::NoValue');
