using System.Net.Http.Headers;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>Where the vendor wants a credential of one kind.</summary>
/// <param name="Place"><c>bearer</c>, <c>header</c>, <c>query</c> or <c>basic</c>.</param>
/// <param name="Name">Of the header or the query parameter.</param>
/// <param name="Value">The value; of Basic the user's name.</param>
/// <param name="Password">Of Basic.</param>
internal sealed record CredentialPlan(string Place, string? Name, Template Value, Template? Password)
{
    public void Put(HttpRequestMessage request, VendorCredential credential)
    {
        string? Find(string name) => name == "token" ? credential.Token.Reveal() : credential.Find(name)?.Reveal();
        var value = Value.Fill(Find) ?? "";
        switch (Place)
        {
            case "basic":
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{value}:{Password?.Fill(Find)}")));
                break;
            case "header":
                request.Headers.Remove(Name!);
                request.Headers.TryAddWithoutValidation(Name!, value);
                break;
            case "query":
                var address = new UriBuilder(request.RequestUri!);
                var parameter = $"{Uri.EscapeDataString(Name!)}={Uri.EscapeDataString(value)}";
                address.Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{parameter}" : parameter;
                request.RequestUri = address.Uri;
                break;
            default:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
                break;
        }
    }
}
