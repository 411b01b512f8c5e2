using System.Text.Json;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.File;

/// <summary>Addresses of a vendor, and how credentials are sent there.</summary>
internal sealed class CredentialReader(ApiScope scope)
{
    /// <summary>Stands for what a person types: nothing of the file may make another host of it.</summary>
    private const string Typed = "placeholder.example";

    public List<Template> Bases(FileNode node)
    {
        var bases = new List<Template>();
        foreach (var one in node.Kind == JsonValueKind.Array ? node.Items : [node])
        {
            if (scope.Text(one, name => scope.Manifest.Auth.Any(method => method.Fields.Any(field => field.Name == name && field.Type == "url")), "a field of type url of a way to connect") is not { } template)
            {
                continue;
            }

            if (!Uri.TryCreate(template.Fill(_ => $"https://{Typed}"), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0
                || address.Query.Length > 0 || address.Fragment.Length > 0 || one.Text.EndsWith('/') || (template.Names.Any() && (!template.BeginsWithName || template.Names.Count() > 1 || address.Authority != Typed)))
            {
                scope.Problems.Add(one.Wrong("A base is an https address without a final slash, or a field of type url with a path behind it, such as {siteUrl}/api/v2."));
            }
            else if (!template.Names.Any() && !scope.Manifest.Hosts.Contains(CredentialHost(address), StringComparer.OrdinalIgnoreCase))
            {
                scope.Problems.Add(one.Wrong($"The host '{CredentialHost(address)}' is not among the file's \"hosts\", so the credential would not be sent there."));
            }

            bases.Add(template);
        }

        return bases;
    }

    private static string CredentialHost(Uri address) => Http.CredentialHosts.Of(address);

    public Dictionary<string, string> Sites(FileNode? node)
    {
        foreach (var (name, value) in node?.Members ?? [])
        {
            if (!scope.Manifest.Auth.Any(method => method.Fields.Any(field => field.Name == name && field.Type == "url")))
            {
                scope.Problems.Add(value.Wrong($"There is no field '{name}' of type url."));
            }
        }

        return node?.Members.ToDictionary(member => member.Key, member => member.Value.Text, StringComparer.Ordinal) ?? [];
    }

    public Dictionary<string, CredentialPlan> Credentials(FileNode api)
    {
        var plans = new Dictionary<string, CredentialPlan>(StringComparer.Ordinal);
        foreach (var (kind, node) in api.Find("credentials")?.Members ?? [])
        {
            var method = scope.Manifest.Method(kind);
            if (method is null)
            {
                scope.Problems.Add(node.Wrong($"There is no way to connect of the kind '{kind}' in \"auth\"."));
                continue;
            }

            bool Knows(string name) => (name == "token" && (method.OAuth is not null || method.Fields.Any(field => field.Name is "token" or "apiKey"))) || method.Fields.Any(field => field.Name == name);
            var place = node.FindText("in")!;
            var name = node.FindText("name");
            if (place is "header" or "query" && name is null)
            {
                scope.Problems.Add(node.Wrong("'name' is missing: the header or the query parameter that carries the credential."));
            }

            var value = node.Find(place == "basic" ? "user" : "value");
            if (place == "basic" && value is null)
            {
                scope.Problems.Add(node.Wrong("'user' is missing: the name that goes with the password, such as {email}."));
            }

            if ((value is null ? Template.Parse("{token}", out _) : scope.Text(value, Knows, $"a field of the way to connect '{kind}'")) is { } template)
            {
                plans[kind] = new CredentialPlan(place, name, template, node.Find("password") is { } password ? scope.Text(password, Knows, $"a field of the way to connect '{kind}'") : null);
            }
        }

        foreach (var method in scope.Manifest.Auth.Where(method => !plans.ContainsKey(method.Kind)))
        {
            if (method.OAuth is null && !method.Fields.Any(field => field.Name is "token" or "apiKey"))
            {
                scope.Problems.Add(api.Wrong($"\"credentials\" does not say how the way to connect '{method.Kind}' is sent, and it has no field 'token' or 'apiKey' for a bearer token."));
            }

            plans[method.Kind] = new CredentialPlan("bearer", null, Template.Parse("{token}", out _)!, null);
        }

        return plans;
    }
}
