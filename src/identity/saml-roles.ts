/** A role that an assertion offers, and the identity provider in IAM that vouches for it. */
export interface OfferedRole {
  readonly roleArn: string;
  readonly principalArn: string;
}

const roleShape = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;
const providerShape = /^arn:aws[\w-]*:iam::\d{12}:saml-provider\/.+$/;

/**
 * The roles that a SAML response in Base64 offers: values of AWS's attribute `Role`, which are two ARNs in either order.
 * Nothing here is believed: AWS checks the signature of what it is shown. Source: AWS's documentation of SAML assertions.
 */
export function rolesIn(response: string): readonly OfferedRole[] {
  const xml = Buffer.from(response, 'base64').toString('utf8');
  const values = [...xml.matchAll(/<(?:[\w.-]+:)?AttributeValue(?:\s[^>]*)?>([^<]*)</g)];
  return values.flatMap(([, value = '']) => {
    const arns = value.split(',').map((arn) => arn.trim());
    const roleArn = arns.find((arn) => roleShape.test(arn));
    const principalArn = arns.find((arn) => providerShape.test(arn));
    return roleArn === undefined || principalArn === undefined ? [] : [{ roleArn, principalArn }];
  });
}
