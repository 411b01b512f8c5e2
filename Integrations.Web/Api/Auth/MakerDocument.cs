namespace Integrations.Web.Api.Auth;

/// <param name="HasLeft">No longer a member, or disabled. The key goes on: it is the organization's.</param>
internal sealed record MakerDocument(string Name, bool HasLeft);
