using Integrations.Web.Hosting.Errors;

namespace Integrations.Web.Api.Entities;

/// <summary><c>{success:false,error}</c>.</summary>
internal sealed class EntitiesErrorShape : IApiErrorShape
{
    public object Body(ApiError error, string requestId) => new { Success = false, Error = error.Message };
}
