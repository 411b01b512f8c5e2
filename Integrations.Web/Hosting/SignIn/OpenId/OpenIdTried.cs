namespace Integrations.Web.Hosting.SignIn.OpenId;

/// <summary>What came of trying a provider.</summary>
/// <param name="Claims">Empty where nothing came.</param>
/// <param name="Reason">A code of <c>OpenIdFailures</c>, or <see cref="OpenIdAnswer.Failed"/>; null where claims came.</param>
/// <param name="Detail">What exactly was wrong, for the administrator; null where the reason says all.</param>
internal sealed record OpenIdTried(OpenIdTriedClaim[] Claims, string? Reason, string? Detail);
