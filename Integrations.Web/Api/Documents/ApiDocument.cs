using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Integrations.Web.Api.Documents;

/// <param name="Name">In its address and its file.</param>
internal sealed record ApiDocument(string Name, string Title, string About, Func<ApiDescription, bool> Includes);
