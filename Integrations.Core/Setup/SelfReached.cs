using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>What came of asking the public address.</summary>
/// <param name="View">Null when the hub was not reached.</param>
/// <param name="Problem">Why it was not; null when it was.</param>
/// <param name="CertificateEnds">Of the certificate that the address showed; null without TLS.</param>
/// <param name="CertificateProblem">Why this machine does not trust that certificate; null when it does.</param>
public sealed record SelfReached(SelfView? View, TranslatableText? Problem, DateTimeOffset? CertificateEnds, TranslatableText? CertificateProblem);
