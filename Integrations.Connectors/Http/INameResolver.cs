using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>Resolves names; a seam so that rebinding can be tested.</summary>
public interface INameResolver
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
