using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>Resolves names; a seam so that rebinding can be tested.</summary>
public interface INameResolver
{
    /// <summary>All addresses of a name, of both families: a connection is opened only when each of them is allowed (SECURITY I7).</summary>
    /// <param name="host">A name, or an address itself, in brackets or without; the address is the answer then.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name, or no server answers for it.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
