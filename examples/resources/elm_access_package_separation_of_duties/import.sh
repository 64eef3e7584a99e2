# access package
terraform import elm_access_package_separation_of_duties.create_payments ac000000-0000-4000-8000-000000000001

# catalog/access package
terraform import elm_access_package_separation_of_duties.create_payments f1a0c000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000001
