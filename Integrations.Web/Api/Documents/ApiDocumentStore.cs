using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Integrations.Web.Api.Documents;

/// <summary>
/// The descriptions as they are sent. They depend on nothing but the program, so each is made once, and packed once, however many
/// ask (SECURITY X7).
/// </summary>
internal sealed class ApiDocumentStore(IServiceProvider services)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<PackedAnswer>>> _made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for a name that no document has.</summary>
    public async Task<PackedAnswer?> FindAsync(string name)
    {
        if (ApiDocuments.All.FirstOrDefault(document => document.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            return null;
        }

        var made = _made.GetOrAdd(known.Name, key => new Lazy<Task<PackedAnswer>>(() => MakeAsync(key)));
        try
        {
            return await made.Value;
        }
        catch
        {
            // The next who asks tries again.
            _made.TryRemove(KeyValuePair.Create(known.Name, made));
            throw;
        }
    }

    private async Task<PackedAnswer> MakeAsync(string name)
    {
        // The first who comes makes it for all: it does not end with their request.
        await using var scope = services.CreateAsyncScope();
        var description = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(name).GetOpenApiDocumentAsync(CancellationToken.None);
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        description.SerializeAsV31(new OpenApiJsonWriter(text));
        return new PackedAnswer(Encoding.UTF8.GetBytes(text.ToString()), "application/json;charset=utf-8");
    }
}
