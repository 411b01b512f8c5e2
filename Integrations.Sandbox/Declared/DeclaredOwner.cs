using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Declared;

/// <summary>Of a route whose address several vendors have, such as Microsoft Graph's: whether a request is this vendor's.</summary>
internal sealed record DeclaredOwner(Func<HttpContext, ValueTask<bool>> OwnsAsync);
