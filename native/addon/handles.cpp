#include "handles.hpp"

#include <utility>

namespace seqch_addon {
namespace {

constexpr napi_type_tag kWriterTag = {0x8f3c1a52d6e94b07ull, 0x9b1ec0d2f4a87631ull};
constexpr napi_type_tag kTableTag = {0x2d7be4906cf1438aull, 0xb5a3087de91c6f42ull};

template <typename Handle>
napi_value wrap_tagged(napi_env env, std::unique_ptr<Handle> handle, const napi_type_tag& tag) {
  napi_value object = nullptr;
  const auto finalize = [](napi_env, void* data, void*) { delete static_cast<Handle*>(data); };
  if (napi_create_object(env, &object) != napi_ok || napi_type_tag_object(env, object, &tag) != napi_ok ||
      napi_wrap(env, object, handle.get(), finalize, nullptr, nullptr) != napi_ok) {
    return nullptr;
  }
  static_cast<void>(handle.release());
  return object;
}

template <typename Handle>
Handle* unwrap_tagged(napi_env env, napi_value value, const napi_type_tag& tag) {
  bool is_tagged = false;
  void* data = nullptr;
  if (napi_check_object_type_tag(env, value, &tag, &is_tagged) != napi_ok || !is_tagged) return nullptr;
  return napi_unwrap(env, value, &data) == napi_ok ? static_cast<Handle*>(data) : nullptr;
}

}  // namespace

napi_value wrap(napi_env env, std::unique_ptr<WriterHandle> handle) { return wrap_tagged(env, std::move(handle), kWriterTag); }
napi_value wrap(napi_env env, std::unique_ptr<TableHandle> handle) { return wrap_tagged(env, std::move(handle), kTableTag); }

WriterHandle* as_writer(napi_env env, napi_value value) { return unwrap_tagged<WriterHandle>(env, value, kWriterTag); }
TableHandle* as_table(napi_env env, napi_value value) { return unwrap_tagged<TableHandle>(env, value, kTableTag); }

}  // namespace seqch_addon
